package mostao.client.demo;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import mostao.client.terminal.Printable;

/** The demo as people see it. */
final class DemoOutput {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final PrintWriter out;

  DemoOutput(PrintWriter out) {
    this.out = out;
  }

  void step(String name, String text) {
    line("%-12s %s", name, text);
  }

  void detail(String name, String text) {
    line("%-12s %-6s %s", "", name, text);
  }

  void transcript(List<DemoReport.Line> transcript) {
    line("");
    line("What they said, as the other side opened it:");
    for (DemoReport.Line said : transcript) {
      line(
          "  %s  %-6s %s",
          TIME.format(Instant.ofEpochMilli(said.timestamp())), said.from(), said.text());
    }
  }

  void way(List<Hop> way, String sender) {
    line("");
    line("The way of %s's last message:", sender);
    line("  %8s  %-20s %9s %8s  %-43s  %s", "ms", "topic", "partition", "offset", "process", "");
    for (Hop hop : way) {
      line(
          "  %8s  %-20s %9d %8d  %-43s  %s",
          "+" + hop.millis(),
          hop.topic(),
          hop.partition(),
          hop.offset(),
          hop.process(),
          hop.name() + (hop.topic().endsWith(".inbox") ? " takes " : " did ") + hop.action());
    }
  }

  void end(DemoReport report) {
    line("");
    report
        .timings()
        .forEach(
            (name, timing) ->
                line(
                    "%-12s p50 %.0f ms, p99 %.0f ms after sending",
                    name, timing.p50(), timing.p99()));
    line(
        "%d sent, %d delivered, %d notified, %d decrypted, %d verified, %s, %d duplicates",
        report.sent(),
        report.delivered(),
        report.notified(),
        report.decrypted(),
        report.verified(),
        report.inOrder() ? "in order" : "NOT in order",
        report.duplicates());
    report.problems().forEach(problem -> line("PROBLEM: %s", problem));
    line(report.ok() ? "All of it held." : "The demo FAILED.");
  }

  private void line(String format, Object... values) {
    out.println(Printable.of(String.format(Locale.ROOT, format, values)));
    out.flush();
  }
}
