package mostao.local.floor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mostao.client.bench.BenchReport;
import mostao.client.bench.Use;

/**
 * The least that messages cost, beside what they cost.
 *
 * @param floor by part
 * @param floorCpuMillis of processors a message, the sum of the parts
 * @param cpuMillis of processors a message, of all programs but the load tool
 * @param multiple the second, in terms of the first
 * @param bench the run that it was compared with
 */
public record FloorReport(
    List<Cost> floor, double floorCpuMillis, double cpuMillis, double multiple, BenchReport bench) {

  /**
   * @param cpuMillis of processors a message: of the broker, the database and this program
   * @param perSecond messages, of this part alone
   */
  public record Cost(String part, double cpuMillis, double perSecond) {}

  static FloorReport of(List<Cost> costs, BenchReport bench) {
    double floor = costs.stream().mapToDouble(Cost::cpuMillis).sum();
    Use.Program load = bench.use().programs().get("bench");
    double ours = bench.use().cpuMillis() - (load == null ? 0 : load.cpuMillis());
    return new FloorReport(List.copyOf(costs), floor, ours, ours / floor, bench);
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
