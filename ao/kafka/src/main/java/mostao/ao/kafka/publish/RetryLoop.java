package mostao.ao.kafka.publish;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Does a thing until it is done, with growing pauses, and knows for how long it has been at it.
 * Used for one thing at a time. Thread-safe.
 */
public final class RetryLoop {
  private static final Logger LOG = Logger.getLogger(RetryLoop.class);

  private final String what;
  private final Duration first;
  private final Duration most;
  private final LongSupplier nanos;
  private final Runnable onRetry;
  private volatile long since;
  private volatile boolean begun;
  private volatile boolean closed;

  /**
   * @param what is done, for the log: "pushing a batch", "recording the Registry"
   * @param first pause; doubles up to the most
   * @param nanos the clock
   */
  public RetryLoop(
      String what, Duration first, Duration most, LongSupplier nanos, Runnable onRetry) {
    this.what = what;
    this.first = first;
    this.most = most;
    this.nanos = nanos;
    this.onRetry = onRetry;
  }

  /**
   * @return done when an attempt succeeded; never fails, and stays open for ever after {@link
   *     #close}
   */
  public CompletionStage<Void> until(Supplier<CompletionStage<Void>> attempt) {
    since = nanos.getAsLong();
    begun = true;
    CompletableFuture<Void> done = new CompletableFuture<>();
    attempt(attempt, first, done);
    return done;
  }

  private void attempt(
      Supplier<CompletionStage<Void>> attempt, Duration pause, CompletableFuture<Void> done) {
    if (closed) {
      return;
    }
    started(attempt)
        .whenComplete(
            (ok, failure) -> {
              if (failure == null) {
                if (pause.compareTo(first) > 0) {
                  LOG.infof("%s is done", what);
                }
                begun = false;
                done.complete(null);
                return;
              }
              if (pause.equals(first)) {
                LOG.warnf("%s failed and is tried again: %s", what, failure);
              }
              onRetry.run();
              CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                  .execute(() -> attempt(attempt, longer(pause), done));
            });
  }

  private static CompletionStage<Void> started(Supplier<CompletionStage<Void>> attempt) {
    try {
      return attempt.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(most) < 0 ? doubled : most;
  }

  /** Whether an attempt has been going on for longer than this. */
  public boolean takesLongerThan(Duration patience) {
    return begun && nanos.getAsLong() - since > patience.toNanos();
  }

  /** No further attempt is made. */
  public void close() {
    closed = true;
  }
}
