package mostao.client.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mostao.client.demo.Timing;

/** Runs the load. Blocks; may be interrupted. */
public final class Bench {
  private static final Timing NONE = new Timing(0, 0, 0, 0);

  private final BenchSettings settings;
  private final PrintWriter out;
  private final ExecutorService threads;
  private final List<String> problems = new ArrayList<>();

  private Bench(BenchSettings settings, PrintWriter out, ExecutorService threads) {
    this.settings = settings;
    this.out = out;
    this.threads = threads;
  }

  /**
   * Opens the conversations, sends for as long as the settings say, and counts what is stored.
   *
   * @param out where to tell people how it goes
   */
  public static BenchReport run(BenchSettings settings, PrintWriter out)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(settings.conversations());
    try {
      return new Bench(settings, out, threads).run();
    } finally {
      threads.shutdownNow();
    }
  }

  private BenchReport run() throws InterruptedException {
    say("opening %d conversations on %s", settings.conversations(), settings.gateway());
    List<Callable<BenchConversation>> opening = new ArrayList<>();
    for (int i = 0; i < settings.conversations(); i++) {
      opening.add(() -> BenchConversation.open(settings));
    }
    List<BenchConversation> lanes = all(opening);
    try {
      return measure(lanes);
    } finally {
      lanes.forEach(BenchConversation::close);
    }
  }

  private BenchReport measure(List<BenchConversation> lanes) throws InterruptedException {
    say("sending for %d s", settings.duration().toSeconds());
    long start = System.nanoTime();
    long end = start + settings.duration().toNanos();
    all(lanes.stream().map(lane -> action(() -> lane.sendUntil(end))).toList());
    double seconds = (System.nanoTime() - start) / 1e9;
    long sentAll = System.nanoTime();
    List<Callable<Long>> counting = lanes.stream().<Callable<Long>>map(l -> l::stored).toList();
    long stored = all(counting).stream().mapToLong(Long::longValue).sum();
    long drain = (System.nanoTime() - sentAll) / 1_000_000;
    List<Double> millis = lanes.stream().flatMap(lane -> lane.millis().stream()).toList();
    if (stored != millis.size()) {
      problems.add(millis.size() + " messages were sent, but " + stored + " are stored");
    }
    BenchReport report =
        new BenchReport(
            problems.isEmpty() && !millis.isEmpty(),
            List.copyOf(problems),
            settings.conversations(),
            seconds,
            millis.size(),
            stored,
            millis.size() / seconds,
            millis.isEmpty() ? NONE : Timing.of(millis),
            drain);
    tell(report);
    return report;
  }

  private void tell(BenchReport report) {
    say(
        "%.0f messages/s (%d in %.1f s), relayed in p50 %.1f ms, p99 %.1f ms; all stored after"
            + " another %d ms",
        report.perSecond(),
        report.sent(),
        report.seconds(),
        report.relayed().p50(),
        report.relayed().p99(),
        report.drainMillis());
    report.problems().forEach(problem -> say("PROBLEM: %s", problem));
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static Callable<Boolean> action(Step step) {
    return () -> {
      step.run();
      return true;
    };
  }

  /** The answers of those that did not fail; the others are problems. */
  private <T> List<T> all(List<Callable<T>> tasks) throws InterruptedException {
    List<T> answers = new ArrayList<>();
    for (Future<T> answer : threads.invokeAll(tasks)) {
      try {
        answers.add(answer.get());
      } catch (ExecutionException failed) {
        problems.add(String.valueOf(failed.getCause().getMessage()));
      }
    }
    return answers;
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
