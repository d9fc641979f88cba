package mostao.gateway.graphql;

import java.util.Objects;
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Refused;

/** Carries a refusal through graphql-java, which knows no other way out of a field. */
final class Denial extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refused refused;

  Denial(Refused refused) {
    super(refused.code(), null, false, false);
    this.refused = Objects.requireNonNull(refused, "refused");
  }

  Refused refused() {
    return refused;
  }

  /** What was given, or out. */
  static <T> T orOut(Answer<T> answer) {
    if (answer instanceof Answer.Given<T> given) {
      return given.value();
    }
    throw new Denial(((Answer.Denied<T>) answer).refused());
  }
}
