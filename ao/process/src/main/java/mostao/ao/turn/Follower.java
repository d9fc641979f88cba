package mostao.ao.turn;

import java.util.List;
import java.util.Optional;
import mostao.ao.message.Message;
import mostao.ao.wire.Decoded.Fault;
import mostao.ao.wire.OutboxRecord;

/**
 * Follows messages through turns, for people who watch. What a turn does is the same without it: it
 * decides nothing but the trace context under which a Result is published. Thread-safe.
 */
@FunctionalInterface
public interface Follower {
  /** Hands the contexts of records on as they are. */
  Follower NONE = batch -> new Following() {};

  /** A turn begins. */
  Following begin(List<ReceivedRecord> batch);

  /** One turn, followed. Used by one thread at a time. */
  interface Following extends AutoCloseable {
    /**
     * A message is evaluated next, on this thread.
     *
     * @return when that was, for its {@link Step}
     */
    default long begun(ReceivedRecord received, Message message) {
      return 0;
    }

    /**
     * It has been evaluated.
     *
     * @return when that was
     */
    default long ended() {
      return 0;
    }

    /**
     * Told once of each record of the batch, when the transaction has been kept; not of those whose
     * Results were published long ago and which only build a database again.
     *
     * @return the context of its Result
     */
    default Optional<byte[]> kept(Step step) {
      return step.received().trace();
    }

    /** Everything was published. */
    default void published() {}

    /** The turn ends. If nothing was published, the batch is taken again. */
    @Override
    default void close() {}
  }

  /**
   * What became of a record.
   *
   * @param message its id; empty if the record is no message
   * @param outcome what it was evaluated to, now or before, if that is published now
   * @param fault why it is no message
   * @param repeated whether it had been evaluated before: delivered again by the broker, or sent
   *     again
   * @param began when its evaluation did; 0 if nobody wanted to know, or if it was not evaluated
   */
  record Step(
      ReceivedRecord received,
      Optional<String> message,
      Optional<OutboxRecord> outcome,
      Optional<Fault> fault,
      boolean repeated,
      long began,
      long ended) {}
}
