package mostao.client.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people, or as JSON. */
final class BenchText {
  private final List<String> lines = new ArrayList<>();

  private BenchText() {}

  static List<String> of(BenchReport report) {
    BenchText text = new BenchText();
    text.run(report);
    text.use("a message", report.use());
    text.verdict(report);
    return List.copyOf(text.lines);
  }

  static List<String> of(ReadsReport report) {
    BenchText text = new BenchText();
    text.run(report);
    text.use("an answer", report.use());
    text.say("%d asked in all", report.asked());
    text.problems(report.problems());
    return List.copyOf(text.lines);
  }

  /** One line, in ASCII whatever the console's encoding. */
  static String json(Record report) {
    try {
      return JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build()
          .writeValueAsString(report);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a report can always be written", bug);
    }
  }

  private void run(ReadsReport report) {
    say(
        "%s; %s; requests over %d connections from %d addresses",
        report.load(), String.join(", ", report.reads()), report.connections(), report.addresses());
    if (report.rows() > 0) {
      say("pages of %d rows of a session with %d", report.page(), report.rows());
    }
    say(
        "%.0f answers/s in %.1f s, after %.1f s of warm-up; %d bytes each",
        report.answeredPerSecond(), report.seconds(), report.warmUpSeconds(), report.bytes());
    report.times().forEach(this::times);
    times("asked late", report.late());
  }

  private void run(BenchReport report) {
    say(
        "%s; %s items, %d bytes, %d sessions; deliveries seen on the %s, requests from %d addresses",
        report.load(),
        report.wallet(),
        report.size(),
        report.sessions(),
        report.seenOn(),
        report.addresses());
    say(
        "%.0f accepted/s, %.0f delivered/s in %.1f s, after %.1f s of warm-up",
        report.acceptedPerSecond(),
        report.deliveredPerSecond(),
        report.seconds(),
        report.warmUpSeconds());
    times("accepted", report.accepted());
    times("delivered", report.delivered());
    times("sent late", report.late());
    if (!report.refused().isEmpty()) {
      say("  not taken, and posted again: %s", report.refused());
    }
  }

  private void times(String what, Percentiles times) {
    say(
        "  %-13s p50 %8.1f  p95 %8.1f  p99 %8.1f  max %8.1f ms",
        what, times.p50(), times.p95(), times.p99(), times.max());
  }

  private void use(String of, Use use) {
    if (use.programs().isEmpty()) {
      say("the system's processes can't be seen from here: what they use is not known");
      return;
    }
    say("%s used %.2f ms of processor time", of, use.cpuMillis());
    use.programs()
        .forEach(
            (name, program) ->
                say(
                    "  %-10s %7.2f ms %8.0f bytes written; %7.1f s and %4d MiB in all",
                    name,
                    program.cpuMillis(),
                    program.writtenBytes(),
                    program.cpuSeconds(),
                    program.residentMiB()));
    if (!use.database().isEmpty()) {
      say(
          "  %.1f rows, %.2f transactions, %.0f bytes of write-ahead log",
          use.database().get("rows"),
          use.database().get("transactions"),
          use.database().get("logBytes"));
    }
  }

  private void verdict(BenchReport report) {
    SessionCheck check = report.check();
    say(
        "%d accepted in all: %d lost, %d doubled, %d reordered, %d foreign",
        check.accepted(), check.lost(), check.doubled(), check.reordered(), check.foreign());
    problems(report.problems());
  }

  private void problems(List<String> problems) {
    problems.forEach(problem -> say("PROBLEM: %s", problem));
  }

  private void say(String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }
}
