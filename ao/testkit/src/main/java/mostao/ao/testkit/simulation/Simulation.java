package mostao.ao.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The participants of one run, the virtual time, and the choice of who acts next. */
public final class Simulation {
  private static final int LONGEST_STEP_MS = 20;
  private static final int LONGEST_TRACE = 20_000;

  private final SeededRandom random;
  private final Optional<List<String>> trace;
  private final List<Actor> actors = new ArrayList<>();
  private long now;
  private long jumped;
  private long steps;

  /**
   * @param start Unix milliseconds
   * @param traced whether every step is written down; the run is the same either way
   */
  public Simulation(long seed, long start, boolean traced) {
    this.random = new SeededRandom(seed);
    this.now = start;
    this.trace = traced ? Optional.of(new ArrayList<>()) : Optional.empty();
  }

  public void add(Actor actor) {
    actors.add(actor);
  }

  public SeededRandom random() {
    return random;
  }

  /** Virtual time that never goes back, Unix milliseconds. */
  public long now() {
    return now;
  }

  /** The broker's clock, which may jump. */
  public long brokerTime() {
    return now + jumped;
  }

  void jump(long millis) {
    jumped += millis;
  }

  public long steps() {
    return steps;
  }

  /**
   * Lets one participant act. A participant that waits in the middle of its action may call it: the
   * others go on meanwhile.
   *
   * @return false when no participant had anything to do
   */
  public boolean step() {
    steps++;
    now += random.below(LONGEST_STEP_MS);
    int first = random.below(actors.size());
    for (int i = 0; i < actors.size(); i++) {
      if (actors.get((first + i) % actors.size()).step()) {
        return true;
      }
    }
    return false;
  }

  /** Records an event, if recording is on. */
  public void say(String format, Object... arguments) {
    trace
        .filter(lines -> lines.size() < LONGEST_TRACE)
        .ifPresent(
            lines ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "%6d %s",
                        steps,
                        String.format(Locale.ROOT, format, arguments))));
  }

  /** The events recorded so far. */
  public List<String> trace() {
    return trace.map(List::copyOf).orElseGet(List::of);
  }
}
