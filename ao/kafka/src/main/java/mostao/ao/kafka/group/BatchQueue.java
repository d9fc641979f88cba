package mostao.ao.kafka.group;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Records that wait for their batch, and the thread that takes batches to their end, one at a time.
 * A batch is all that has come meanwhile, so that batches grow under load, and a record that comes
 * alone waits for nothing. Between batches of several records the thread rests as long as the last
 * one took, and no longer than {@link Limits#rest} allows: where batches take long, because the
 * processors are wanted by others too, fewer and larger ones leave more for all. What is put here
 * is prepared already: that is done while the batch before is being taken. Whatever was put is
 * taken in its order, also when its partition has gone to another member meanwhile: taken twice is
 * harmless, but a record that is left out while one behind it is still on its way here would be
 * lost to the group. Thread-safe.
 *
 * @param <T> a record, prepared
 */
public final class BatchQueue<T> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(BatchQueue.class);

  /** While a batch is being taken, records gather on the broker for so long: a fetch is dear. */
  private static final long GATHER_MILLIS = 5;

  /** Behind a batch of fewer records nobody rests: then it is not load that one waits for. */
  static final int SEVERAL = 4;

  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  /**
   * The bounds of a batch. What waits for the next is bounded by the same and what was put last.
   *
   * @param bytes a batch ends before the record that would begin beyond them
   * @param rest a rest ends so long after the last batch began, at the latest; zero for none, and a
   *     second at most
   */
  public record Limits(int records, long bytes, Duration rest) {
    /** Checks the rest. */
    public Limits {
      if (!isPossible(rest)) {
        throw new IllegalArgumentException("a rest of " + rest + " between batches");
      }
    }

    private static boolean isPossible(Duration rest) {
      return !rest.isNegative() && rest.compareTo(LONGEST_REST) <= 0;
    }

    /**
     * For a start, which refuses what can't be in one line.
     *
     * @param setting its name
     * @throws IllegalStateException naming the setting and the remedy
     */
    public static void checkRest(String setting, Duration rest) {
      if (!isPossible(rest)) {
        throw new IllegalStateException(
            setting
                + " is "
                + rest
                + ": set it to 0s, so that nobody rests, or to at most "
                + LONGEST_REST);
      }
    }
  }

  /**
   * Takes batches, one after the other, on the queue's thread.
   *
   * @param <T> a record, prepared
   */
  @FunctionalInterface
  public interface Taker<T> {
    /**
     * Takes a batch, however long that is. What needs no more than the answer of somebody else may
     * be left open until the next batch or {@link #settle}.
     *
     * @return false if this program stops before
     */
    boolean take(List<T> batch);

    /**
     * Nothing is to be taken for now: brings to its end what was left open.
     *
     * @return false if this program stops before
     */
    default boolean settle() {
      return true;
    }
  }

  /**
   * A record that waits.
   *
   * @param bytes of the record as it was polled
   */
  public record Item<T>(long bytes, T record) {}

  private final String name;
  private final Limits limits;
  private final Taker<T> taker;
  private final LongSupplier nanos;
  private final Thread thread;

  /** Guarded by this, as what follows. */
  private final List<Item<T>> waiting = new ArrayList<>();

  private long waitingBytes;

  /** When the next batch may begin, by the clock, unless the queue is full before. */
  private long restUntil;

  private boolean busy;
  private boolean begun;
  private boolean closing;
  private Throwable bug;
  private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

  /**
   * @param name of the thread
   */
  public BatchQueue(String name, Limits limits, Taker<T> taker) {
    this(name, limits, taker, System::nanoTime);
  }

  /**
   * @param nanos the clock, as {@link System#nanoTime}
   */
  BatchQueue(String name, Limits limits, Taker<T> taker, LongSupplier nanos) {
    this.name = Objects.requireNonNull(name, "name");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.taker = Objects.requireNonNull(taker, "taker");
    this.nanos = Objects.requireNonNull(nanos, "nanos");
    this.restUntil = nanos.getAsLong();
    this.thread = new Thread(this::take, name);
    this.thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    this.thread.setDaemon(true);
  }

  /**
   * Puts records behind those that wait.
   *
   * @return done when there is room for more; failed after a batch met a bug, since none is taken
   *     any more
   */
  public synchronized CompletionStage<Void> put(List<Item<T>> items) {
    if (bug != null) {
      return CompletableFuture.failedFuture(bug);
    }
    if (!begun && !closing) {
      begun = true;
      thread.start();
    }
    for (Item<T> item : items) {
      waiting.add(item);
      waitingBytes += item.bytes();
    }
    if (isFull() && room.isDone()) {
      room = new CompletableFuture<>();
    }
    notifyAll();
    return room;
  }

  private boolean isFull() {
    return waiting.size() >= limits.records() || waitingBytes >= limits.bytes();
  }

  /** Whether a batch is being taken. */
  public synchronized boolean isBusy() {
    return busy;
  }

  /** Returns after a moment, or as soon as no batch is being taken any more. */
  public synchronized void gather() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
    try {
      for (long left = GATHER_MILLIS; busy && left > 0 && !closing; ) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who waits for room, if there is some; to be told outside the lock, where it continues. */
  private CompletableFuture<Void> opened() {
    return isFull() ? new CompletableFuture<>() : room;
  }

  private void take() {
    for (List<T> batch = next(); !batch.isEmpty(); batch = next()) {
      long begin = nanos.getAsLong();
      try {
        if (!taker.take(batch)) {
          return;
        }
        rest(batch.size(), begin);
        if (isToWait() && !taker.settle()) {
          return;
        }
      } catch (RuntimeException | Error thrown) {
        LOG.errorf(thrown, "%s abandoned a batch and stops", name);
        fail(thrown);
        return;
      }
    }
  }

  private synchronized void rest(int records, long begin) {
    long took = nanos.getAsLong() - begin;
    if (records >= SEVERAL) {
      restUntil = begin + Math.min(2 * took, limits.rest().toNanos());
    }
  }

  private synchronized boolean isToWait() {
    return waiting.isEmpty() || (left() > 0 && !isFull()) || closing;
  }

  private void fail(Throwable thrown) {
    CompletableFuture<Void> open;
    synchronized (this) {
      bug = thrown;
      open = room;
    }
    open.completeExceptionally(thrown);
  }

  /** All that waits, within the bounds of a batch; nothing at the end. */
  private List<T> next() {
    List<T> batch;
    CompletableFuture<Void> open;
    synchronized (this) {
      busy = false;
      notifyAll();
      try {
        while (waiting.isEmpty() && !closing) {
          wait();
        }
        for (long left = left(); left > 0 && !isFull() && !closing; left = left()) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        }
      } catch (InterruptedException asked) {
        Thread.currentThread().interrupt();
        return List.of();
      }
      if (closing) {
        return List.of();
      }
      batch = first();
      busy = true;
      open = opened();
    }
    open.complete(null);
    return batch;
  }

  /** Nanoseconds of a rest. */
  private long left() {
    return restUntil - nanos.getAsLong();
  }

  private List<T> first() {
    List<T> batch = new ArrayList<>();
    long bytes = 0;
    for (Item<T> item : waiting) {
      if (batch.size() == limits.records() || bytes >= limits.bytes()) {
        break;
      }
      batch.add(item.record());
      bytes += item.bytes();
    }
    waiting.subList(0, batch.size()).clear();
    waitingBytes -= bytes;
    return batch;
  }

  /**
   * No further batch begins.
   *
   * @return whether the one that is being taken ended in time
   */
  public boolean finish(Duration patience) {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    return ended(patience);
  }

  private boolean ended(Duration patience) {
    try {
      thread.join(Math.max(1, patience.toMillis()));
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  /** A batch that is still being taken is abandoned. */
  @Override
  public void close() {
    if (!finish(Duration.ofMillis(1))) {
      thread.interrupt();
      ended(Duration.ofSeconds(1));
    }
  }
}
