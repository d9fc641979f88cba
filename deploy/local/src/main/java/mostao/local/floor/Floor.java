package mostao.local.floor;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mostao.client.bench.BenchReport;
import mostao.client.bench.Load;
import mostao.client.bench.Meter;
import mostao.local.meter.LocalSystem;

/**
 * Does what a message is made of, one part after the other, and measures the processor time of the
 * programs that take part: this one, the broker and the database. Everything else of the system is
 * idle meanwhile and not counted.
 */
public final class Floor {
  private static final List<String> PROGRAMS = List.of("bench", "broker", "database");

  /** As the bench has them. */
  private static final Load ONE = new Load.InFlight(1, 1);

  private static final Load MANY = new Load.InFlight(256, 1);

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

  /**
   * Compares it with a run of the same system.
   *
   * @param withHops whether messages are also sent the way that they go, which takes twelve times
   *     as long as a part
   */
  public FloorReport under(BenchReport bench, boolean withHops)
      throws IOException, InterruptedException {
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
    return FloorReport.of(
        costs, withHops ? hops(chains, bench.deliveredPerSecond()) : List.of(), bench);
  }

  /** One at a time, many at once, and at half the rate: that of the system, and that of these. */
  private List<FloorReport.Hops> hops(List<Chain> chains, double perSecond)
      throws IOException, InterruptedException {
    try (Hops hops = new Hops(meter, out)) {
      hops.begin(chains, system.bootstrapServers(), system::administration);
      // The clients are new code to this process, and at first the compilers have most of it. Many
      // at once come last: the database goes on with what they leave for minutes.
      FloorReport.Hops ours = hops.run(halfOf(perSecond), each.multipliedBy(5), each);
      FloorReport.Hops one = hops.run(ONE, each, each);
      FloorReport.Hops many = hops.run(MANY, each, each);
      FloorReport.Hops half = hops.run(halfOf(many.perSecond()), each, each);
      return List.of(one, many, ours, half);
    }
  }

  private static Load halfOf(double perSecond) {
    return new Load.Rate(Math.max(1, (int) Math.round(perSecond / 2)));
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
