package mostao.gateway.answer;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import mostao.ao.kafka.BrokerUnavailable;
import org.jboss.logging.Logger;

/** A dependency did not answer. Nothing may be assumed; the same request may be tried again. */
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(Unavailable.class);

  private final transient ApiError refused;

  /**
   * @param refused the error that a waiting client gets
   */
  public Unavailable(ApiError refused, Throwable cause) {
    super(
        refused.code().text() + ": " + (cause == null ? refused.error() : cause.toString()), cause);
    this.refused = Objects.requireNonNull(refused, "refused");
  }

  public ApiError refused() {
    return refused;
  }

  /**
   * The error that a client gets for a failure. A bug is logged; the client learns only that there
   * was one.
   */
  public static ApiError toldOf(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Unavailable unavailable) {
      return unavailable.refused();
    }
    if (cause instanceof BrokerUnavailable) {
      return ApiError.brokerUnavailable();
    }
    if (cause instanceof RejectedExecutionException) {
      return ApiError.overloaded("the limit of requests in flight is reached; try again");
    }
    LOG.error("a request failed", failure);
    return ApiError.broken();
  }
}
