package mostao.local.floor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import mostao.client.bench.BenchReport;
import mostao.client.bench.Percentiles;
import mostao.client.bench.Use;

/**
 * The least that messages cost, beside what they cost.
 *
 * @param floor by part
 * @param floorCpuMillis of processors a message, the sum of the parts
 * @param cpuMillis of processors a message, of all programs but the load tool
 * @param multiple the second, in terms of the first
 * @param hops the way of a message with bare clients, under each load; empty if that was not asked
 * @param bench the run that it was compared with
 */
public record FloorReport(
    List<Cost> floor,
    double floorCpuMillis,
    double cpuMillis,
    double multiple,
    List<Hops> hops,
    BenchReport bench) {

  /**
   * @param cpuMillis of processors a message: of the broker, the database and this program
   * @param perSecond messages, of this part alone
   */
  public record Cost(String part, double cpuMillis, double perSecond) {}

  /**
   * Messages that went the way of messages with bare clients.
   *
   * @param perSecond messages that came round
   * @param delivered milliseconds from when one was due until its {@code Notify} was committed
   * @param cpuMillis of processors a message: of the broker, the database and this program
   * @param programs the same by program, those of this process by their threads
   * @param batches by program
   */
  public record Hops(
      String load,
      double perSecond,
      Percentiles delivered,
      double cpuMillis,
      Map<String, Double> programs,
      Map<String, Batches> batches) {}

  /**
   * What a program took together.
   *
   * @param aMessage batches a message
   * @param work milliseconds of a transaction, or of nothing much
   * @param publication milliseconds until what came of it was acknowledged
   */
  public record Batches(double aMessage, Percentiles work, Percentiles publication) {}

  static FloorReport of(List<Cost> costs, List<Hops> hops, BenchReport bench) {
    double floor = costs.stream().mapToDouble(Cost::cpuMillis).sum();
    Use.Program load = bench.use().programs().get("bench");
    double ours = bench.use().cpuMillis() - (load == null ? 0 : load.cpuMillis());
    return new FloorReport(List.copyOf(costs), floor, ours, ours / floor, List.copyOf(hops), bench);
  }

  /** In lines for people, without the run. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("the same signatures, records and rows without this system:");
    for (Cost cost : floor) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-10s %7.3f ms of processor time a message (%.0f/s)",
              cost.part(),
              cost.cpuMillis(),
              cost.perSecond()));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "a message costs %.2f ms without the load tool, %.1f times the floor of %.2f ms",
            cpuMillis,
            multiple,
            floorCpuMillis));
    for (Hops one : hops) {
      lines.add(
          String.format(
              Locale.ROOT,
              "the same hops with bare clients, %s: %.0f/s, p50 %.1f, p99 %.1f ms, %.2f ms of"
                  + " processor time a message",
              one.load(),
              one.perSecond(),
              one.delivered().p50(),
              one.delivered().p99(),
              one.cpuMillis()));
      lines.add(
          one.programs().entrySet().stream()
              .map(each -> String.format(Locale.ROOT, "%s %.2f", each.getKey(), each.getValue()))
              .collect(Collectors.joining(", ", "  ", " ms")));
      one.batches()
          .forEach(
              (name, taken) ->
                  lines.add(
                      String.format(
                          Locale.ROOT,
                          "  %-10s %.2f batches a message, work p50 %.1f, p99 %.1f, publication"
                              + " p50 %.1f, p99 %.1f ms",
                          name,
                          taken.aMessage(),
                          taken.work().p50(),
                          taken.work().p99(),
                          taken.publication().p50(),
                          taken.publication().p99())));
    }
    return lines;
  }

  /** As one line of JSON. */
  public String toJson() {
    try {
      return JsonMapper.builder().build().writeValueAsString(this);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a report can always be written", bug);
    }
  }
}
