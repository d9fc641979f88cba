package mostao.ao.kafka.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Lets what comes in a busy moment leave together: the first after a pause leaves at once, and what
 * follows within a moment waits until that is over, and leaves in the order in which it came. What
 * comes less often never waits. Thread-safe.
 *
 * <p>A record that leaves alone costs the broker a request, and each of its readers an answer.
 */
final class Gathering<T> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Gathering.class);

  /** The longest moment. */
  static final Duration LONGEST = Duration.ofSeconds(1);

  private static final long CLOSE_SECONDS = 5;

  private final long moment;
  private final Consumer<List<T>> leave;
  private final LongSupplier nanos;
  private final ScheduledExecutorService clock;
  private List<T> waiting = new ArrayList<>();

  /** When something last left. */
  private long left;

  /** Something waits or is leaving, so that nothing may overtake it. */
  private boolean gathers;

  private boolean closed;

  /**
   * @param name of the thread that what waited leaves on
   * @param moment more than nothing, and at most {@link #LONGEST}
   * @param leave may block. What waited leaves on one thread; what came alone leaves on the thread
   *     that added it, at which time something that came later may leave too
   * @param nanos the clock, as {@link System#nanoTime}
   */
  Gathering(String name, Duration moment, Consumer<List<T>> leave, LongSupplier nanos) {
    this.moment = moment.toNanos();
    this.leave = leave;
    this.nanos = nanos;
    this.left = nanos.getAsLong() - this.moment;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Leaves at once or in a moment. */
  void add(T one) {
    synchronized (this) {
      if (gathers) {
        waiting.add(one);
        return;
      }
      long now = nanos.getAsLong();
      if (now - left < moment && !closed) {
        gathers = true;
        waiting.add(one);
        plan(left + moment - now);
        return;
      }
      left = now;
    }
    leave.accept(List.of(one));
  }

  private void plan(long nanos) {
    clock.schedule(this::leaveTogether, nanos, TimeUnit.NANOSECONDS);
  }

  private void leaveTogether() {
    boolean more = true;
    while (more) {
      try {
        leave.accept(take());
      } catch (RuntimeException bug) {
        LOG.errorf(bug, "%s: what waited may not have left", Thread.currentThread().getName());
      } finally {
        more = mustGoOn();
      }
    }
  }

  private synchronized List<T> take() {
    List<T> all = waiting;
    waiting = new ArrayList<>();
    left = nanos.getAsLong();
    return all;
  }

  private synchronized boolean mustGoOn() {
    if (waiting.isEmpty()) {
      gathers = false;
      return false;
    }
    if (closed) {
      return true;
    }
    plan(Math.max(0, left + moment - nanos.getAsLong()));
    return false;
  }

  /**
   * What waits leaves before this returns, unless it takes too long; what is added later, alone.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      clock.shutdown();
    }
    try {
      clock.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
