package mostao.ao.testkit.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs many seeds, one thread for each processor; a seed that fails is run again with its steps
 * written down, which the failure shows.
 */
public final class Seeds {
  /** How many seeds an ordinary run takes. */
  public static final String SEEDS = "mostao.simulation.seeds";

  /** The one seed to replay. */
  public static final String SEED = "mostao.simulation.seed";

  private static final int SHOWN = 60;

  /** One run from its beginning to its end. */
  @FunctionalInterface
  public interface Run {
    /**
     * @throws InvariantBroken when something did not hold
     */
    void play(Simulation simulation);
  }

  /**
   * The summary of many runs.
   *
   * @param seeds runs
   * @param steps of all runs
   * @param struck how often each fault struck
   */
  public record Report(long seeds, long steps, Map<Fault, Long> struck) {
    @Override
    public String toString() {
      long faults = struck.values().stream().mapToLong(Long::longValue).sum();
      return String.format(
          Locale.ROOT, "%,d seeds, %,d steps, %,d faults: %s", seeds, steps, faults, struck);
    }
  }

  /** A seed and why it failed. */
  public record Failure(long seed, InvariantBroken why) {}

  private final long start;
  private final Run run;
  private final Map<Fault, Long> struck = new EnumMap<>(Fault.class);
  private long steps;
  private long played;

  /**
   * @param start virtual time every run begins at, Unix milliseconds
   */
  public Seeds(long start, Run run) {
    this.start = start;
    this.run = run;
  }

  /**
   * Runs the seeds from {@code first} on, or the one of {@value #SEED}.
   *
   * @throws AssertionError of the lowest seed that fails, with its steps and how to replay it
   */
  public Report all(long first, int count) {
    Optional<Failure> failure = firstFailure(first, count);
    if (failure.isPresent()) {
      throw shown(failure.get());
    }
    return new Report(played, steps, struck);
  }

  /** The lowest seed that fails; those above it may not have been run. */
  public Optional<Failure> firstFailure(long first, int count) {
    String one = System.getProperty(SEED);
    long from = one == null ? first : Long.parseLong(one);
    long until = one == null ? first + count : from + 1;
    AtomicLong next = new AtomicLong(from);
    Map<Long, InvariantBroken> failed = new ConcurrentSkipListMap<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
      Thread thread = new Thread(() -> run(next, until, failed), "simulation-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      join(thread);
    }
    return failed.entrySet().stream()
        .findFirst()
        .map(found -> new Failure(found.getKey(), found.getValue()));
  }

  private void run(AtomicLong next, long until, Map<Long, InvariantBroken> failed) {
    for (long seed = next.getAndIncrement(); seed < until; seed = next.getAndIncrement()) {
      if (!failed.isEmpty()) {
        return;
      }
      Simulation simulation = new Simulation(seed, start, false);
      Optional<InvariantBroken> broken = play(simulation);
      if (broken.isPresent()) {
        failed.put(seed, broken.get());
      }
      count(simulation);
    }
  }

  private Optional<InvariantBroken> play(Simulation simulation) {
    try {
      run.play(simulation);
      return Optional.empty();
    } catch (InvariantBroken broken) {
      return Optional.of(broken);
    } catch (RuntimeException | Error bug) {
      InvariantBroken broken = new InvariantBroken("bug", bug.toString());
      broken.initCause(bug);
      return Optional.of(broken);
    }
  }

  private synchronized void count(Simulation simulation) {
    played++;
    steps += simulation.steps();
    simulation.random().struck().forEach((fault, n) -> struck.merge(fault, (long) n, Long::sum));
  }

  private AssertionError shown(Failure failure) {
    Simulation again = new Simulation(failure.seed, start, true);
    String why =
        play(again)
            .map(InvariantBroken::getMessage)
            .orElse("nothing, when it was run again: something here is not determined by the seed");
    List<String> lines = again.trace();
    Path file = Path.of("target", "simulation-" + failure.seed + ".txt");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN), lines.size());
    return new AssertionError(
        "seed "
            + failure.seed
            + ": "
            + why
            + "\nreplay: -D"
            + SEED
            + "="
            + failure.seed
            + "\nall "
            + lines.size()
            + " steps: "
            + file.toAbsolutePath()
            + "\n"
            + String.join("\n", last),
        failure.why);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the seeds were run", hurry);
    }
  }
}
