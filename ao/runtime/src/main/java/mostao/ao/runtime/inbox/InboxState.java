package mostao.ao.runtime.inbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The state of the batches in progress, for people and for health checks. Thread-safe. */
@Singleton
class InboxState {
  private static final Logger LOG = Logger.getLogger("mostao.inbox");

  private final Set<Work> underWay = ConcurrentHashMap.newKeySet();

  @Inject
  InboxState(MeterRegistry meters) {
    Gauge.builder("mostao.inbox.retrying", this, state -> state.trouble().isPresent() ? 1 : 0)
        .description("1 while a batch waits for a broken dependency")
        .register(meters);
    Gauge.builder("mostao.inbox.oldest", this, InboxState::oldestAge)
        .description("Age of the oldest record of the batches in progress")
        .baseUnit("seconds")
        .register(meters);
  }

  /**
   * @param oldest when the oldest record of the batch was written, in milliseconds since 1970
   */
  Work begin(long oldest) {
    Work work = new Work(oldest);
    underWay.add(work);
    return work;
  }

  /** In seconds; 0 when nothing is under way. What waits behind a batch is younger. */
  private double oldestAge() {
    long now = System.currentTimeMillis();
    return underWay.stream().mapToLong(work -> now - work.oldest).max().orElse(0) / 1_000.0;
  }

  /** The failure that keeps a batch from being done, if one was tried and failed. */
  Optional<String> trouble() {
    return underWay.stream().map(Work::trouble).flatMap(Optional::stream).findFirst();
  }

  /** Whether a batch has neither moved on nor failed for so long. */
  boolean isStuck(Duration limit) {
    return List.copyOf(underWay).stream().anyMatch(work -> work.idle().compareTo(limit) > 0);
  }

  /** One batch, from its first try to its end. */
  final class Work implements AutoCloseable {
    private final long oldest;
    private volatile String trouble;
    private volatile long movedAt = System.nanoTime();

    private Work(long oldest) {
      this.oldest = oldest;
    }

    /** Logged when it is news, not on every try. */
    void failed(String cause, Throwable failure) {
      movedAt = System.nanoTime();
      if (!cause.equals(trouble)) {
        LOG.errorf(
            "A batch waits for a broken dependency and is tried again until it is there: %s (%s)",
            failure.getMessage(), cause);
        LOG.debug("The failure", failure);
      }
      trouble = cause;
    }

    void progressed() {
      movedAt = System.nanoTime();
      if (trouble != null) {
        LOG.info("The dependency is back: going on");
        trouble = null;
      }
    }

    private Optional<String> trouble() {
      return Optional.ofNullable(trouble);
    }

    private Duration idle() {
      return Duration.ofNanos(System.nanoTime() - movedAt);
    }

    @Override
    public void close() {
      underWay.remove(this);
    }
  }
}
