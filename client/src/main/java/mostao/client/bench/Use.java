package mostao.client.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a message or an answer cost, in the mean of the measurement.
 *
 * @param cpuMillis of all programs that are seen, the bench among them
 * @param programs by name
 * @param database {@code rows}, {@code transactions} and {@code logBytes} a message; empty when it
 *     can't be seen
 */
public record Use(double cpuMillis, Map<String, Program> programs, Map<String, Double> database) {
  private static final double MILLIS = 1e3;
  private static final long MIB = 1024 * 1024;

  /**
   * @param cpuSeconds in all
   * @param cpuMillis a message
   * @param writtenBytes a message
   * @param residentMiB at the end
   */
  public record Program(
      double cpuSeconds, double cpuMillis, double writtenBytes, long residentMiB) {}

  static Use between(Meter.Reading start, Meter.Reading end, long messages) {
    double each = Math.max(1, messages);
    Map<String, Program> programs = new TreeMap<>();
    double all = 0;
    for (Map.Entry<String, Meter.Program> program : end.programs().entrySet()) {
      Meter.Program now = program.getValue();
      Meter.Program then =
          start.programs().getOrDefault(program.getKey(), new Meter.Program(0, 0, 0));
      double seconds = now.cpuSeconds() - then.cpuSeconds();
      all += seconds;
      programs.put(
          program.getKey(),
          new Program(
              seconds,
              MILLIS * seconds / each,
              (now.writtenBytes() - then.writtenBytes()) / each,
              now.residentBytes() / MIB));
    }
    Map<String, Double> database = new TreeMap<>();
    if (start.database().isPresent() && end.database().isPresent()) {
      Meter.Database then = start.database().get();
      Meter.Database now = end.database().get();
      database.put("rows", (now.rows() - then.rows()) / each);
      database.put("transactions", (now.transactions() - then.transactions()) / each);
      database.put("logBytes", (now.logBytes() - then.logBytes()) / each);
    }
    return new Use(MILLIS * all / each, programs, database);
  }
}
