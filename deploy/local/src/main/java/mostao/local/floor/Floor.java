package mostao.local.floor;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mostao.client.bench.BenchReport;
import mostao.client.bench.Meter;
import mostao.local.meter.LocalSystem;

/**
 * Does what a message is made of, one part after the other, and measures the processor time of the
 * programs that take part: this one, the broker and the database. Everything else of the system is
 * idle meanwhile and not counted.
 */
public final class Floor {
  private static final List<String> PROGRAMS = List.of("bench", "broker", "database");

  private final LocalSystem system;
  private final Meter meter;
  private final Duration each;
  private final PrintWriter out;

  /**
   * @param system that has just carried messages
   * @param each how long a part is measured, and warmed up before
   * @param out where to tell people how it goes
   */
  public Floor(LocalSystem system, Meter meter, Duration each, PrintWriter out) {
    this.system = system;
    this.meter = meter;
    this.each = each;
    this.out = out;
  }

  /** Compares it with a run of the same system. */
  public FloorReport under(BenchReport bench) throws IOException, InterruptedException {
    List<Chain> chains = Chains.latest(system.bootstrapServers());
    if (chains.isEmpty()) {
      throw new IOException("no whole message is on the topics, of which to take the floor");
    }
    List<FloorReport.Cost> costs = new ArrayList<>();
    try {
      costs.add(measured(new SignaturesPart(chains)));
      costs.add(measured(new RecordsPart(chains, system.bootstrapServers())));
      costs.add(measured(new RowsPart(system.administration(), chains)));
    } catch (SQLException failed) {
      throw new IOException("the floor can't be measured: " + failed, failed);
    }
    return FloorReport.of(costs, bench);
  }

  /** Whatever happens, the part is closed: what it has made so far goes with it. */
  FloorReport.Cost measured(Part part) throws IOException, InterruptedException {
    try (part) {
      part.begin();
      out.println("floor: " + part.name());
      out.flush();
      long warm = System.nanoTime() + each.toNanos();
      while (System.nanoTime() < warm) {
        part.some();
      }
      double before = cpuSeconds();
      long start = System.nanoTime();
      long messages = 0;
      while (System.nanoTime() - start < each.toNanos()) {
        messages += part.some();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpu = cpuSeconds() - before;
      return new FloorReport.Cost(part.name(), 1e3 * cpu / messages, messages / seconds);
    }
  }

  private double cpuSeconds() {
    Map<String, Meter.Program> programs = meter.read().programs();
    return PROGRAMS.stream()
        .filter(programs::containsKey)
        .mapToDouble(name -> programs.get(name).cpuSeconds())
        .sum();
  }
}
