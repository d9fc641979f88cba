package mostao.gateway.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import mostao.ao.kafka.disk.FreeSpace;
import mostao.gateway.answer.ApiError;
import org.jboss.logging.Logger;

/** The room on the brokers' disks, as of the last look. Thread-safe. */
public final class DiskGuard implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DiskGuard.class);
  private final long least;
  private final Look<OptionalLong> look;
  private volatile boolean refusing;
  private volatile boolean unknown;

  DiskGuard(FreeSpace space, DiskSettings settings, LongSupplier nanos) {
    this.least = settings.free();
    this.look = new Look<>(space::least, this::saw, this::missed, settings.check(), nanos);
  }

  /**
   * One that looks by itself, until it is closed.
   *
   * @param space made of the time an answer may take
   */
  public static DiskGuard watching(
      Function<Duration, FreeSpace> space, DiskSettings settings, MeterRegistry meters) {
    DiskGuard guard = new DiskGuard(space.apply(Look.ANSWER), settings, System::nanoTime);
    Gauge.builder("mostao.disk.free.bytes", guard, DiskGuard::free)
        .description("Free bytes of the fullest broker disk; not a number while unknown")
        .register(meters);
    guard.look.begin("gateway-disk");
    return guard;
  }

  private double free() {
    OptionalLong free = look.last().orElse(OptionalLong.empty());
    return free.isPresent() ? free.getAsLong() : Double.NaN;
  }

  /** Why no more items are accepted now; empty while there is room, or while that is unknown. */
  Optional<ApiError> refusal() {
    return look.believed()
        .filter(free -> free.isPresent() && free.getAsLong() < least)
        .map(free -> refusal(free.getAsLong()));
  }

  private ApiError refusal(long free) {
    return ApiError.diskFull(
        "the message log's disk has "
            + free
            + " bytes left, less than the "
            + least
            + " that must be free; nothing new is taken until its operator makes room, and"
            + " reads go on: post the same item again later");
  }

  /** Asks the brokers now. */
  void look() {
    look.now();
  }

  private void missed(Throwable failure) {
    if (!unknown) {
      unknown = true;
      LOG.warnf("The room on the brokers' disks is not known: %s", failure);
    }
  }

  private void saw(OptionalLong free) {
    unknown = false;
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
    look.close();
  }
}
