package mostao.gateway.graphql;

import java.util.Objects;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;

/** Carries a refusal through graphql-java, which knows no other way out of a field. */
final class Denial extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError refused;

  Denial(ApiError refused) {
    super(refused.code().text(), null, false, false);
    this.refused = Objects.requireNonNull(refused, "refused");
  }

  ApiError refused() {
    return refused;
  }

  /** The value, or throws. */
  static <T> T orOut(Reply<T> answer) {
    if (answer instanceof Reply.Given<T> given) {
      return given.value();
    }
    throw new Denial(((Reply.Denied<T>) answer).refused());
  }
}
