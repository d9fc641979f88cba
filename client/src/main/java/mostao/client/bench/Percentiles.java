package mostao.client.bench;

import java.util.Collection;
import org.HdrHistogram.Histogram;

/**
 * Milliseconds.
 *
 * @param p50 half of them took at most so long
 * @param p95 95 of 100 took at most so long
 * @param p99 99 of 100 took at most so long
 */
public record Percentiles(long count, double p50, double p95, double p99, double max) {
  private static final Percentiles NONE = new Percentiles(0, 0, 0, 0, 0);
  private static final double NANOS = 1e6;
  private static final int DIGITS = 3;

  /** Of milliseconds, in any order. */
  public static Percentiles of(Collection<Double> millis) {
    Histogram nanos = new Histogram(DIGITS);
    millis.forEach(one -> nanos.recordValue(Math.round(one * NANOS)));
    return of(nanos);
  }

  /** Of nanoseconds. */
  static Percentiles of(Histogram nanos) {
    long count = nanos.getTotalCount();
    return count == 0
        ? NONE
        : new Percentiles(
            count,
            nanos.getValueAtPercentile(50) / NANOS,
            nanos.getValueAtPercentile(95) / NANOS,
            nanos.getValueAtPercentile(99) / NANOS,
            nanos.getMaxValue() / NANOS);
  }
}
