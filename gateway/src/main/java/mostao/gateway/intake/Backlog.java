package mostao.gateway.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
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

  /** Who wrote most in it is asked to wait first. */
  private static final Duration WINDOW = Duration.ofSeconds(30);

  private final long most;
  private final RecentShares writers;
  private final Look<Longest> look;
  private volatile boolean refusing;

  /** The longest queue. */
  private record Longest(String topic, long records) {
    static Longest of(Map<String, Long> records) {
      return records.entrySet().stream()
          .max(Map.Entry.comparingByValue())
          .map(topic -> new Longest(topic.getKey(), topic.getValue()))
          .orElse(new Longest("", 0));
    }
  }

  Backlog(TopicLag lag, BacklogSettings settings, LongSupplier nanos) {
    this.most = settings.records();
    this.writers = new RecentShares(WINDOW, nanos);
    this.look =
        new Look<>(
            () -> lag.ask().thenApply(Longest::of),
            this::saw,
            failure -> LOG.debugf("the backlog is not known: %s", failure),
            settings.check(),
            nanos);
  }

  /**
   * One that looks by itself, until it is closed.
   *
   * @param lag made of the time an answer may take
   */
  public static Backlog watching(
      Function<Duration, TopicLag> lag, BacklogSettings settings, MeterRegistry meters) {
    Backlog backlog = new Backlog(lag.apply(Look.ANSWER), settings, System::nanoTime);
    Gauge.builder(
            "mostao.backlog.records",
            backlog,
            seen -> seen.look.last().map(Longest::records).orElse(0L))
        .description("Records of the inbox or outbox on which most wait")
        .register(meters);
    backlog.look.begin("gateway-backlog");
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
    return look.believed()
        .filter(this::isFull)
        .filter(seen -> seen.records() > most + most / 4 || writers.isAbove(client))
        .map(this::refusal);
  }

  private boolean isFull(Longest seen) {
    return most > 0 && seen.records() > most;
  }

  private ApiError refusal(Longest seen) {
    return ApiError.overloaded(
        seen.records()
            + " records wait on "
            + seen.topic()
            + ", more than the "
            + most
            + " that may; post the same item again later");
  }

  /** Asks the broker now. */
  void look() {
    look.now();
  }

  private void saw(Longest longest) {
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
    look.close();
  }
}
