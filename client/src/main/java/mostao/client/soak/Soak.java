package mostao.client.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mostao.client.bench.Percentiles;

/** Runs the load and judges what became of it. Blocks; may be interrupted. */
public final class Soak {
  private static final int MOST_PROBLEMS = 20;

  private final SoakSettings settings;
  private final PrintWriter out;
  private final ExecutorService threads;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<SoakSection> sections = new CopyOnWriteArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private volatile SoakSection current = new SoakSection("opening");

  private Soak(SoakSettings settings, PrintWriter out, ExecutorService threads) {
    this.settings = settings;
    this.out = out;
    this.threads = threads;
  }

  /** Says how long the load goes on; a name begins the next section of the report. */
  @FunctionalInterface
  public interface Script {
    /** Returns when the load is to end. */
    void follow(Consumer<String> nextSection) throws IOException, InterruptedException;

    /** One section of this length. */
    static Script of(Duration length) {
      return next -> new CountDownLatch(1).await(length.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A section for each line, until the input ends. */
    static Script of(BufferedReader lines) {
      return next -> {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          next.accept(line.strip());
        }
      };
    }
  }

  /**
   * Opens the conversations and goes on as the script says.
   *
   * @param out where to tell people how it goes
   */
  public static SoakReport run(SoakSettings settings, Script script, PrintWriter out)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(2 * settings.conversations());
    try {
      return new Soak(settings, out, threads).run(script);
    } finally {
      threads.shutdownNow();
    }
  }

  private SoakReport run(Script script) throws IOException, InterruptedException {
    say("opening %d conversations on %s", settings.conversations(), settings.gateway());
    List<Callable<SoakConversation>> opening = new ArrayList<>();
    for (int i = 0; i < settings.conversations(); i++) {
      opening.add(() -> SoakConversation.open(settings, () -> current));
    }
    List<SoakConversation> conversations = results(threads.invokeAll(opening));
    try {
      return load(conversations, script);
    } finally {
      conversations.forEach(SoakConversation::close);
    }
  }

  private SoakReport load(List<SoakConversation> conversations, Script script)
      throws IOException, InterruptedException {
    begin("steady");
    List<Future<Boolean>> running = new ArrayList<>();
    for (SoakConversation conversation : conversations) {
      running.add(threads.submit(() -> conversation.send(stopping)));
      running.add(threads.submit(conversation::read));
    }
    say("sending %d messages/s", settings.conversations() * settings.perSecond());
    try {
      script.follow(this::begin);
    } finally {
      stopping.countDown();
    }
    results(running);
    current.end();
    List<Callable<Comparison>> comparing =
        conversations.stream().<Callable<Comparison>>map(one -> one::compare).toList();
    SoakReport report = judge(results(threads.invokeAll(comparing)));
    say(
        "%d accepted: %d lost, %d doubled, %d reordered, %d foreign",
        report.accepted(), report.lost(), report.doubled(), report.reordered(), report.foreign());
    problems.forEach(problem -> say("PROBLEM: %s", problem));
    return report;
  }

  private void begin(String name) {
    current.end();
    if (!sections.isEmpty()) {
      tell(current.report());
    }
    current = new SoakSection(name);
    sections.add(current);
  }

  private void tell(SoakReport.Section section) {
    Percentiles arrived = section.arrived();
    say(
        "%s: %.0f s, %d accepted (p99 %.0f ms), arrived in p50 %.0f, p99 %.0f, max %.0f ms;"
            + " failed posts %s, failed reads %s",
        section.name(),
        section.seconds(),
        section.accepted().count(),
        section.accepted().p99(),
        arrived.p50(),
        arrived.p99(),
        arrived.max(),
        section.failedPosts(),
        section.failedReads());
  }

  private SoakReport judge(List<Comparison> comparisons) {
    comparisons.stream()
        .filter(comparison -> !comparison.right())
        .forEach(comparison -> problem(comparison.toString()));
    tell(current.report());
    long accepted = comparisons.stream().mapToLong(Comparison::accepted).sum();
    return new SoakReport(
        problems.isEmpty() && accepted > 0,
        accepted,
        comparisons.stream().mapToLong(Comparison::lost).sum(),
        comparisons.stream().mapToLong(Comparison::doubled).sum(),
        comparisons.stream().mapToLong(Comparison::reordered).sum(),
        comparisons.stream().mapToLong(Comparison::foreign).sum(),
        List.copyOf(problems),
        sections.stream().map(SoakSection::report).toList());
  }

  private void problem(String sentence) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(sentence);
    }
  }

  /** The results of those that did not fail; the others are problems. */
  private <T> List<T> results(List<Future<T>> futures) throws InterruptedException {
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException failed) {
        problem(String.valueOf(failed.getCause().getMessage()));
      }
    }
    return results;
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
