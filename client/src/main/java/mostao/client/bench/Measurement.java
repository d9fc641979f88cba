package mostao.client.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A warm-up and the time that counts: runs the threads that make the load, says how it goes, and
 * reads the meter at both ends. It begins when it is made. One use per object.
 */
final class Measurement {
  private static final Duration SAID_EVERY = Duration.ofSeconds(5);

  private final BenchSettings settings;
  private final Meter meter;
  private final PrintWriter out;
  private final List<String> problems = new ArrayList<>();
  private final Due due;
  private Counts counts;
  private long from;
  private long to;
  private Moment start;
  private Moment end;

  /**
   * What grows while it runs.
   *
   * @param done by name
   * @param underWay begun, and not done
   */
  record Counts(Map<String, LongSupplier> done, LongSupplier underWay) {}

  /** What was counted until a moment. */
  private record Moment(long at, Map<String, Long> done, Meter.Reading used) {}

  /** Makes one thread of the load. */
  interface Worker {
    /**
     * @param giveUp when what is still not done is given up, by {@link System#nanoTime}
     * @return gives false when it ran out of work
     */
    Callable<Boolean> over(DoorConnection connection, long giveUp);
  }

  Measurement(BenchSettings settings, Meter meter, PrintWriter out) {
    this.settings = settings;
    this.meter = meter;
    this.out = out;
    long begin = System.nanoTime();
    this.from = begin + settings.warmUp().toNanos();
    this.to = from + settings.duration().toNanos();
    this.due = Due.of(settings.load(), begin, to);
  }

  Due due() {
    return due;
  }

  /**
   * Blocks until all threads have ended.
   *
   * @return false when one of them ran out of work
   */
  boolean run(Counts counted, Worker worker) throws IOException, InterruptedException {
    counts = counted;
    long giveUp = to + settings.drain().toNanos();
    int connections =
        settings.load() instanceof Load.InFlight closed
            ? Math.min(closed.messages(), settings.connections())
            : settings.connections();
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Future<Boolean>> working = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        DoorConnection connection =
            new DoorConnection(settings.gateway(), source(i), settings.http().requestTimeout());
        working.add(threads.submit(worker.over(connection, giveUp)));
      }
      watch(working);
      boolean enough = true;
      for (Future<Boolean> one : working) {
        enough &= finished(one, giveUp);
      }
      return enough;
    } finally {
      threads.shutdownNow();
      // What is counted and compared next must not change meanwhile.
      threads.awaitTermination(settings.http().requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private boolean finished(Future<Boolean> worker, long giveUp) throws InterruptedException {
    try {
      long patience = giveUp - System.nanoTime() + settings.http().requestTimeout().toNanos();
      return worker.get(Math.max(0, patience), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      problems.add(failed.getCause().toString());
    } catch (TimeoutException stuck) {
      problems.add("a request was not answered to the end");
    }
    return true;
  }

  private Optional<InetAddress> source(int connection) throws IOException {
    return settings.addresses() == 1
        ? Optional.empty()
        : Optional.of(InetAddress.getByName("127.0.0." + (2 + connection % settings.addresses())));
  }

  /** Reads the meter at both ends of the measurement, and says how it goes. */
  private void watch(List<Future<Boolean>> working) throws InterruptedException {
    long saidAt = System.nanoTime();
    Map<String, Long> said = done();
    say(settings.load().text() + ", " + (settings.warmUp().isZero() ? "measuring" : "warming up"));
    for (long next = saidAt + SAID_EVERY.toNanos(); end == null; ) {
      long until = Math.min(next, start == null ? from : to);
      boolean over = sleepUntil(until, working);
      long now = System.nanoTime();
      if (start == null && (over || now - from >= 0)) {
        start = moment();
        from = Math.min(from, start.at());
        say("measuring");
      } else if (over || now - to >= 0) {
        end = moment();
        to = Math.min(to, end.at());
      }
      if (now - next >= 0) {
        Map<String, Long> done = done();
        say("  " + progress(said, done, (now - saidAt) / 1e9));
        saidAt = now;
        said = done;
        next = now + SAID_EVERY.toNanos();
      }
    }
  }

  private String progress(Map<String, Long> before, Map<String, Long> now, double seconds) {
    return now.entrySet().stream()
            .map(
                one ->
                    String.format(
                        Locale.ROOT,
                        "%s %.0f/s, ",
                        one.getKey(),
                        (one.getValue() - before.get(one.getKey())) / seconds))
            .collect(Collectors.joining())
        + counts.underWay().getAsLong()
        + " in flight";
  }

  /**
   * @return true when all threads have ended before
   */
  private static boolean sleepUntil(long until, List<Future<Boolean>> working)
      throws InterruptedException {
    for (long wait = until - System.nanoTime(); wait > 0; wait = until - System.nanoTime()) {
      if (working.stream().allMatch(Future::isDone)) {
        return true;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(wait, TimeUnit.MILLISECONDS.toNanos(200)));
    }
    return false;
  }

  private Moment moment() {
    Meter.Reading used = meter.read();
    return new Moment(System.nanoTime(), done(), used);
  }

  private Map<String, Long> done() {
    Map<String, Long> now = new TreeMap<>();
    counts.done().forEach((name, count) -> now.put(name, count.getAsLong()));
    return now;
  }

  /** What kept threads from going on. */
  List<String> problems() {
    return problems.stream().distinct().toList();
  }

  /** Whether what was due at this moment counts. */
  boolean counts(long due) {
    return due - from >= 0 && due - to < 0;
  }

  /** When it ended, by {@link System#nanoTime}. */
  long to() {
    return to;
  }

  double seconds() {
    return (end.at() - start.at()) / 1e9;
  }

  /** How many were done in the time that counts. */
  long done(String name) {
    return end.done().get(name) - start.done().get(name);
  }

  double perSecond(String name) {
    return done(name) / seconds();
  }

  /** What each of those that were done has used. */
  Use use(String name) {
    return Use.between(start.used(), end.used(), done(name));
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
