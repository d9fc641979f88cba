package mostao.gateway.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import mostao.ao.kafka.disk.BrokerDisks;
import mostao.ao.kafka.disk.FreeSpace;
import mostao.gateway.answer.ApiError;
import org.jboss.logging.Logger;

/** The room on the brokers' disks, as of the last look. Thread-safe. */
public final class DiskGuard implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DiskGuard.class);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** What is older than this many looks is no longer believed. */
  private static final int STALE_LOOKS = 10;

  private final FreeSpace space;
  private final long least;
  private final long staleNanos;
  private final LongSupplier nanos;
  private final AtomicBoolean asking = new AtomicBoolean();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "gateway-disk");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Seen last;
  private volatile boolean refusing;
  private volatile boolean unknown;

  /** The least room on any disk; none if it is not known. */
  private record Seen(OptionalLong free, long at) {}

  DiskGuard(FreeSpace space, DiskSettings settings, LongSupplier nanos) {
    this.space = space;
    this.least = settings.free();
    this.staleNanos = ANSWER.toNanos() + STALE_LOOKS * settings.check().toNanos();
    this.nanos = nanos;
    this.last = new Seen(OptionalLong.empty(), nanos.getAsLong());
  }

  /** One that looks by itself, until it is closed. */
  public static DiskGuard watching(
      Map<String, Object> kafka, DiskSettings settings, MeterRegistry meters) {
    DiskGuard guard =
        new DiskGuard(new BrokerDisks("gateway-disk", kafka, ANSWER), settings, System::nanoTime);
    Gauge.builder("mostao.disk.free.bytes", guard, DiskGuard::free)
        .description("Free bytes of the fullest broker disk; not a number while unknown")
        .register(meters);
    long every = settings.check().toMillis();
    guard.timer.scheduleAtFixedRate(guard::look, 0, every, TimeUnit.MILLISECONDS);
    return guard;
  }

  private double free() {
    OptionalLong free = last.free();
    return free.isPresent() ? free.getAsLong() : Double.NaN;
  }

  /** Why no more items are accepted now; empty while there is room, or while that is unknown. */
  Optional<ApiError> refusal() {
    Seen seen = last;
    boolean full =
        seen.free().isPresent()
            && seen.free().getAsLong() < least
            && nanos.getAsLong() - seen.at() <= staleNanos;
    return full
        ? Optional.of(
            ApiError.diskFull(
                "the message log's disk has "
                    + seen.free().getAsLong()
                    + " bytes left, less than the "
                    + least
                    + " that must be free; nothing new is taken until its operator makes room, and"
                    + " reads go on: post the same item again later"))
        : Optional.empty();
  }

  /** Asks the brokers unless they have not answered yet. */
  void look() {
    if (!asking.compareAndSet(false, true)) {
      return;
    }
    space
        .least()
        .whenComplete(
            (free, failure) -> {
              asking.set(false);
              if (failure == null) {
                saw(free);
              } else if (!unknown) {
                unknown = true;
                LOG.warnf("The room on the brokers' disks is not known: %s", failure);
              }
            });
  }

  private void saw(OptionalLong free) {
    unknown = false;
    last = new Seen(free, nanos.getAsLong());
    boolean now = refusal().isPresent();
    if (now && !refusing) {
      LOG.errorf(
          "Items are refused: a broker's disk has %d bytes left, mostao.disk.free is %d",
          free.orElse(0), least);
    } else if (!now && refusing) {
      LOG.info("Items are taken again: the brokers' disks have room");
    }
    refusing = now;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    space.close();
  }
}
