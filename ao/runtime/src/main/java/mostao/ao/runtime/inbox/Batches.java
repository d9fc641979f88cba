package mostao.ao.runtime.inbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mostao.ao.kafka.group.BatchQueue;
import mostao.ao.runtime.unit.Causes;
import mostao.ao.turn.ReadRecord;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Turn;

/**
 * Takes the batches of one consumer to their end, one after the other, however often that must be
 * tried. On one thread.
 *
 * <p>Of each batch the last turn is left under way: while it is published, the next one reads what
 * it needs, and waits for it before it evaluates anything.
 *
 * <p>After a failure a batch is taken in smaller and smaller pieces, so that one too heavy for its
 * transaction gets through, and a single message that the database refuses every time is found, and
 * evaluated to an Error, instead of stopping its partition.
 */
final class Batches implements BatchQueue.Taker<ReadRecord> {
  private static final int TRIES_OF_ONE = 3;

  private final Turns turns;
  private final InboxState state;
  private final InboxMeters meters;
  private Optional<UnderWay> underWay = Optional.empty();

  /** The turns of one consumer, and what comes of them. */
  interface Turns {
    /** Without the records that leave out some the database has not seen; those come again. */
    List<ReadRecord> following(List<ReadRecord> batch);

    /** See {@link Turn#keep}. */
    Turn.Kept keep(List<ReadRecord> batch, Runnable settled);

    /** The Results of these are published. */
    void published(List<ReadRecord> records);

    /** Gives up on a message, if the record holds one. */
    void condemn(ReceivedRecord received, Throwable reason);

    /**
     * Waits for as long as is good after so many failures in a row.
     *
     * @return whether this program stops
     */
    boolean isStoppedAfter(int failures);
  }

  /**
   * Records whose evaluation is kept and whose Results are on their way to the broker.
   *
   * @param began when their turn did, by {@link System#nanoTime}
   * @param work of their batch
   * @param isLast whether their batch ends with them
   */
  private record UnderWay(
      Turn.Kept kept, List<ReadRecord> records, long began, InboxState.Work work, boolean isLast) {

    boolean isLastOf(InboxState.Work other) {
      return isLast && work == other;
    }
  }

  Batches(Turns turns, InboxState state, InboxMeters meters) {
    this.turns = turns;
    this.state = state;
    this.meters = meters;
  }

  @Override
  public boolean take(List<ReadRecord> batch) {
    InboxState.Work work = state.begin(oldest(batch));
    boolean done = toItsEnd(batch, work);
    if (!done || underWay.filter(turn -> turn.isLastOf(work)).isEmpty()) {
      work.close();
    }
    return done;
  }

  private static long oldest(List<ReadRecord> batch) {
    long oldest = System.currentTimeMillis();
    for (ReadRecord read : batch) {
      oldest = Math.min(oldest, read.received().timestamp());
    }
    return oldest;
  }

  private boolean toItsEnd(List<ReadRecord> batch, InboxState.Work work) {
    List<ReadRecord> left = batch;
    boolean placed = false;
    int piece = batch.size();
    int failures = 0;
    while (true) {
      try {
        if (failures > 0) {
          // Not inside a transaction once more, for which others may wait.
          settleOnce();
        }
        if (!placed) {
          left = turns.following(batch);
          piece = Math.max(1, left.size());
          placed = true;
        }
        while (!left.isEmpty()) {
          List<ReadRecord> now = left.subList(0, Math.min(piece, left.size()));
          List<ReadRecord> behind = left.subList(now.size(), left.size());
          Turn.Kept kept = keep(now, work, behind.isEmpty());
          left = behind;
          failures = 0;
          work.progressed();
          kept.hand();
          if (!left.isEmpty()) {
            settleOnce();
          }
        }
        return true;
      } catch (RuntimeException | StackOverflowError failed) {
        failures++;
        meters.retried();
        work.failed(Causes.root(failed), failed);
        List<ReadRecord> now = left.subList(0, Math.min(piece, left.size()));
        if (placed && now.size() == 1 && failures >= TRIES_OF_ONE && isForGood(failed)) {
          turns.condemn(now.get(0).received(), failed);
        }
        piece = Math.max(1, piece / 2);
        if (turns.isStoppedAfter(failures)) {
          return false;
        }
      }
    }
  }

  /** While a turn is under way, it may be that one which failed, and not the next. */
  private boolean isForGood(Throwable failed) {
    return underWay.isEmpty() && Causes.areForGood(failed);
  }

  private Turn.Kept keep(List<ReadRecord> now, InboxState.Work work, boolean isLast) {
    long began = System.nanoTime();
    Turn.Kept kept = turns.keep(now, this::settleOnce);
    underWay = Optional.of(new UnderWay(kept, now, began, work, isLast));
    return kept;
  }

  /** Returns when the turn that is under way is published, if there is one. */
  private void settleOnce() {
    if (underWay.isEmpty()) {
      return;
    }
    UnderWay turn = underWay.get();
    turn.kept.settle();
    underWay = Optional.empty();
    turn.kept.close();
    meters.count(
        turn.kept.report(), turn.records.size(), Duration.ofNanos(System.nanoTime() - turn.began));
    meters.done(turn.records);
    turns.published(turn.records);
    if (turn.isLast) {
      turn.work.progressed();
      turn.work.close();
    }
  }

  @Override
  public boolean settle() {
    int failures = 0;
    while (underWay.isPresent()) {
      try {
        settleOnce();
      } catch (RuntimeException failed) {
        failures++;
        meters.retried();
        underWay.ifPresent(turn -> turn.work.failed(Causes.root(failed), failed));
        if (turns.isStoppedAfter(failures)) {
          return false;
        }
      }
    }
    return true;
  }
}
