package mostao.gateway.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the broker says when it is asked again and again. Thread-safe. */
final class Look<T> implements AutoCloseable {
  /** How long an answer may take. */
  static final Duration ANSWER = Duration.ofSeconds(5);

  /** What is older than this many looks is no longer believed. */
  private static final int STALE_LOOKS = 10;

  private final Supplier<CompletionStage<T>> question;
  private final Consumer<T> seen;
  private final Consumer<Throwable> failed;
  private final Duration every;
  private final LongSupplier nanos;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Optional<Answer<T>> last = Optional.empty();
  private volatile Optional<ScheduledExecutorService> timer = Optional.empty();

  /**
   * @param at a moment of the clock
   */
  private record Answer<T>(T value, long at) {}

  /**
   * @param seen told of every answer, after it counts
   * @param failed told of every question without one
   * @param nanos a clock
   */
  Look(
      Supplier<CompletionStage<T>> question,
      Consumer<T> seen,
      Consumer<Throwable> failed,
      Duration every,
      LongSupplier nanos) {
    this.question = question;
    this.seen = seen;
    this.failed = failed;
    this.every = every;
    this.nanos = nanos;
  }

  /** Asks by itself from now on. */
  void begin(String thread) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, thread);
              daemon.setDaemon(true);
              return daemon;
            });
    timer = Optional.of(clock);
    clock.scheduleAtFixedRate(this::now, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks unless the last question is not answered yet. */
  void now() {
    if (!asking.compareAndSet(false, true)) {
      return;
    }
    ask()
        .whenComplete(
            (value, failure) -> {
              asking.set(false);
              if (failure == null) {
                last = Optional.of(new Answer<>(value, nanos.getAsLong()));
                seen.accept(value);
              } else {
                failed.accept(failure);
              }
            });
  }

  /** A question that throws has no answer; the next is asked all the same. */
  private CompletionStage<T> ask() {
    try {
      return question.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** The last answer, however old. */
  Optional<T> last() {
    return last.map(Answer::value);
  }

  /** The last answer, unless it is too old to be believed. */
  Optional<T> believed() {
    long oldest = ANSWER.toNanos() + STALE_LOOKS * every.toNanos();
    return last.filter(answer -> nanos.getAsLong() - answer.at() <= oldest).map(Answer::value);
  }

  @Override
  public void close() {
    timer.ifPresent(ScheduledExecutorService::shutdownNow);
  }
}
