package mostao.gateway.answer;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/** A dependency did not answer. Nothing may be assumed; whoever can, tries again. */
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refused refused;

  /**
   * @param refused what a waiting client is told
   */
  public Unavailable(Refused refused, Throwable cause) {
    super(refused.code() + ": " + (cause == null ? refused.error() : cause.toString()), cause);
    this.refused = Objects.requireNonNull(refused, "refused");
  }

  public Refused refused() {
    return refused;
  }

  /** What a client is told of a failure: of a bug nothing but that there was one. */
  public static Refused toldOf(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Unavailable unavailable) {
      return unavailable.refused();
    }
    return cause instanceof RejectedExecutionException
        ? Refused.overloaded("the gateway has as many requests under way as it may; ask again")
        : Refused.broken();
  }
}
