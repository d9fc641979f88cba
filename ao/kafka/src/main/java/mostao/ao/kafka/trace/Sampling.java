package mostao.ao.kafka.trace;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Which messages are recorded: a share of them, and no more than so many in a second, so that
 * nobody outside decides what a collector has to take. Thread-safe.
 */
public final class Sampling {
  private static final long SECOND = 1_000_000_000L;

  private final double ratio;
  private final int most;
  private final DoubleSupplier random;
  private final LongSupplier nanos;
  private long begun;
  private int taken;

  /**
   * @param ratio 0 for none, 1 for all
   * @param most new traces in a second
   * @param random from 0 to 1
   * @param nanos a clock
   */
  public Sampling(double ratio, int most, DoubleSupplier random, LongSupplier nanos) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException(
          "mostao.trace.ratio is " + ratio + ": set it to a number from 0 to 1");
    }
    this.ratio = ratio;
    this.most = most;
    this.random = random;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /** Whether the next one is recorded. */
  public boolean next() {
    return random.getAsDouble() < ratio && hasRoom();
  }

  private synchronized boolean hasRoom() {
    long now = nanos.getAsLong();
    if (now - begun >= SECOND) {
      begun = now;
      taken = 0;
    }
    return taken < most && ++taken > 0;
  }
}
