package mostao.client.demo;

import java.util.List;

/**
 * Milliseconds.
 *
 * @param p50 half of them took at most so long
 * @param p99 99 of 100 took at most so long
 */
public record Timing(int count, double p50, double p99, double max) {
  /** Of these durations in milliseconds, in any order; at least one. */
  public static Timing of(List<Double> millis) {
    List<Double> sorted = millis.stream().sorted().toList();
    return new Timing(
        sorted.size(), rank(sorted, 0.50), rank(sorted, 0.99), sorted.get(sorted.size() - 1));
  }

  private static double rank(List<Double> sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }
}
