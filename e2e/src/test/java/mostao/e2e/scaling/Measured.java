package mostao.e2e.scaling;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import mostao.client.bench.BenchReport;

/**
 * A run of the load tool with so many replicas.
 *
 * @param partitions of each member of the group
 * @param done by each replica during the run
 */
record Measured(int replicas, BenchReport report, List<Integer> partitions, List<Double> done) {
  static final String HEAD =
      "| replicas | delivered/s | in proportion to one | what the longest share allows | partitions"
          + " of each | work of each | p50, ms | processors in use |\n"
          + "|---|---|---|---|---|---|---|---|\n";

  /** How many times the deliveries of one replica. */
  double times(Measured one) {
    return report.deliveredPerSecond() / one.report.deliveredPerSecond();
  }

  /** The one with most to do is the last to end. */
  double allowed() {
    double all = done.stream().mapToDouble(Double::doubleValue).sum();
    return all / done.stream().mapToDouble(Double::doubleValue).max().orElse(all);
  }

  String line(Measured one) {
    double all = done.stream().mapToDouble(Double::doubleValue).sum();
    return String.format(
        Locale.ROOT,
        "| %d | %.1f | **%.2f** | %.2f | %s | %s | %.0f | %.2f |%n",
        replicas,
        report.deliveredPerSecond(),
        times(one),
        allowed(),
        partitions.isEmpty()
            ? "none"
            : partitions.stream().map(String::valueOf).collect(Collectors.joining(", ")),
        done.stream()
            .map(each -> String.format(Locale.ROOT, "%.1f %%", 100 * each / all))
            .collect(Collectors.joining(", ")),
        report.delivered().p50(),
        report.use().cpuMillis() * report.deliveredPerSecond() / 1e3);
  }
}
