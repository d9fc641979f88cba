package mostao.gateway.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import mostao.ao.kafka.lag.ConsumerLag;
import mostao.ao.kafka.lag.TopicLag;
import mostao.gateway.answer.ApiError;
import mostao.gateway.edge.limits.RecentShares;
import org.jboss.logging.Logger;

/**
 * The waiting records, as of the last look at the broker. When there are too many, those who wrote
 * more than others of late are refused; when there are a quarter more, everybody is. Thread-safe.
 */
public final class Backlog implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Backlog.class);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** Who wrote most in it is asked to wait first. */
  private static final Duration WINDOW = Duration.ofSeconds(30);

  /** A count that is older than this many looks is no longer believed. */
  private static final int STALE_LOOKS = 10;

  private final TopicLag lag;
  private final long most;
  private final long staleNanos;
  private final LongSupplier nanos;
  private final RecentShares writers;
  private final AtomicBoolean asking = new AtomicBoolean();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "gateway-backlog");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Seen last;
  private volatile boolean refusing;

  /** The longest queue at a moment of {@code nanoTime}. */
  private record Seen(String topic, long records, long at) {}

  Backlog(TopicLag lag, BacklogSettings settings, LongSupplier nanos) {
    this.lag = lag;
    this.most = settings.records();
    this.staleNanos = ANSWER.toNanos() + STALE_LOOKS * settings.check().toNanos();
    this.nanos = nanos;
    this.writers = new RecentShares(WINDOW, nanos);
    this.last = new Seen("", 0, nanos.getAsLong());
  }

  /** One that looks by itself, until it is closed. */
  public static Backlog watching(
      Map<String, Object> kafka, BacklogSettings settings, MeterRegistry meters) {
    Backlog backlog =
        new Backlog(new ConsumerLag("gateway-backlog", kafka, ANSWER), settings, System::nanoTime);
    Gauge.builder("mostao.backlog.records", backlog, seen -> seen.last.records())
        .description("Records of the inbox or outbox on which most wait")
        .register(meters);
    long every = settings.check().toMillis();
    backlog.timer.scheduleAtFixedRate(backlog::look, 0, every, TimeUnit.MILLISECONDS);
    return backlog;
  }

  /** A client's item is written. */
  void wrote(String client) {
    writers.add(client);
  }

  /**
   * Why no more items of a client are accepted now; empty while there is room, or while the backlog
   * is unknown.
   *
   * @param client a {@link mostao.gateway.edge.limits.ClientAddress#key}
   */
  public Optional<ApiError> refusal(String client) {
    Seen seen = last;
    boolean full = isFull(seen) && (seen.records() > most + most / 4 || writers.isAbove(client));
    return full ? Optional.of(refusal(seen)) : Optional.empty();
  }

  private boolean isFull(Seen seen) {
    return most > 0 && seen.records() > most && nanos.getAsLong() - seen.at() <= staleNanos;
  }

  private ApiError refusal(Seen seen) {
    return ApiError.overloaded(
        seen.records()
            + " records wait on "
            + seen.topic()
            + ", more than the "
            + most
            + " that may; post the same item again later");
  }

  /** Asks the broker unless it has not answered yet. */
  void look() {
    if (!asking.compareAndSet(false, true)) {
      return;
    }
    lag.ask()
        .whenComplete(
            (found, failure) -> {
              asking.set(false);
              if (failure != null) {
                LOG.debugf("the backlog is not known: %s", failure);
              } else {
                saw(found);
              }
            });
  }

  private void saw(Map<String, Long> records) {
    Seen longest = new Seen("", 0, nanos.getAsLong());
    for (Map.Entry<String, Long> topic : records.entrySet()) {
      if (topic.getValue() > longest.records()) {
        longest = new Seen(topic.getKey(), topic.getValue(), longest.at());
      }
    }
    last = longest;
    boolean now = isFull(longest);
    if (now && !refusing) {
      LOG.warnf(
          "Items are refused: %d records wait on %s, mostao.backlog.records is %d",
          longest.records(), longest.topic(), most);
    } else if (!now && refusing) {
      LOG.info("Items are taken again: the backlog is worked off");
    }
    refusing = now;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    lag.close();
  }
}
