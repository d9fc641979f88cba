package mostao.client.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a running system: dry-runs as a load. One use per object; blocks; may be interrupted. */
public final class ReadsBench {
  private static final String ANSWERED = "answered";

  /** Sends messages to the session that is asked for pages. */
  interface Filler {
    BenchReport fill(BenchSettings filling) throws IOException, InterruptedException;
  }

  private final ReadsSettings settings;
  private final BenchSettings run;
  private final Meter meter;
  private final Filler filler;
  private final PrintWriter out;

  private ReadsBench(ReadsSettings settings, Meter meter, Filler filler, PrintWriter out) {
    this.settings = settings;
    this.run = settings.run();
    this.meter = meter;
    this.filler = filler;
    this.out = out;
  }

  /**
   * Prepares what is missing, the rows of the session among it, and asks for as long as the
   * settings say.
   *
   * @param meter of the system's programs
   * @param out where to tell people how it goes
   * @throws IOException when it can't be prepared
   */
  public static ReadsReport run(ReadsSettings settings, Meter meter, PrintWriter out)
      throws IOException, InterruptedException {
    return run(settings, meter, filling -> Bench.run(filling, Meter.NONE, out), out);
  }

  static ReadsReport run(ReadsSettings settings, Meter meter, Filler filler, PrintWriter out)
      throws IOException, InterruptedException {
    return new ReadsBench(settings, meter, filler, out).run();
  }

  private ReadsReport run() throws IOException, InterruptedException {
    // The first reading takes longer than the others.
    meter.read();
    Path folder = Cast.folder(run);
    long rows = settings.reads().contains(Read.QUERY_MESSAGE) ? filled(folder) : 0;
    try (Cast cast = Cast.of(run, folder, out)) {
      return ask(Questions.of(settings, cast), rows);
    }
  }

  /** Has at least as many messages in the session as are wanted. */
  private long filled(Path folder) throws IOException, InterruptedException {
    long there = stored(folder);
    while (there < settings.rows()) {
      out.println("the session has " + there + " of " + settings.rows() + " messages");
      out.flush();
      BenchReport report = filler.fill(settings.filling(settings.rows() - there));
      long now = stored(folder);
      if (now == there || !report.check().right()) {
        throw new IOException("the session can't be filled: " + report.problems());
      }
      there = now;
    }
    return there;
  }

  private long stored(Path folder) throws IOException, InterruptedException {
    try (Cast cast = Cast.of(settings.filling(1), folder, out)) {
      return cast.newest(cast.pairs().get(0));
    }
  }

  private ReadsReport ask(Questions questions, long rows) throws IOException, InterruptedException {
    Measurement measured = new Measurement(run, meter, out);
    Answers answers = new Answers(measured::counts);
    measured.run(
        new Measurement.Counts(Map.of(ANSWERED, answers::right), answers::underWay),
        (connection, giveUp) -> new Asker(connection, measured.due(), questions, answers, giveUp));
    List<String> problems = new ArrayList<>(measured.problems());
    answers.refusals().forEach((why, count) -> problems.add(count + " questions: " + why));
    if (measured.done(ANSWERED) == 0) {
      problems.add("nothing was answered rightly during the measurement");
    }
    return new ReadsReport(
        problems.isEmpty(),
        List.copyOf(problems),
        run.load().text(),
        settings.reads().stream().map(Read::action).toList(),
        rows,
        settings.page(),
        run.addresses(),
        run.connections(),
        run.warmUp().toMillis() / 1e3,
        measured.seconds(),
        answers.asked(),
        measured.perSecond(ANSWERED),
        answers.meanBytes(),
        answers.times(),
        answers.late(),
        answers.refusals(),
        measured.use(ANSWERED));
  }
}
