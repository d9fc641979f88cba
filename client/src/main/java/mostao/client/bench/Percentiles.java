package mostao.client.bench;

import org.HdrHistogram.Histogram;

/**
 * Milliseconds.
 *
 * @param p50 half of them took at most so long
 * @param p95 95 of 100 took at most so long
 * @param p99 99 of 100 took at most so long
 */
public record Percentiles(long count, double p50, double p95, double p99, double max) {
  static final Percentiles NONE = new Percentiles(0, 0, 0, 0, 0);
  private static final double NANOS = 1e6;

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
