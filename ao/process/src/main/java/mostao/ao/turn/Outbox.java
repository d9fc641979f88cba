package mostao.ao.turn;

import java.util.List;
import mostao.ao.wire.DeadLetter;

/**
 * Where Results and dead letters go. The turn calls it after its transaction was committed, never
 * inside it, with the stored Results; and again when it finds stored Results whose publication is
 * not certain. Thread-safe: turns of different partitions publish at once.
 *
 * <p>Backends pass {@code OutboxContract} of ao/testkit.
 */
public interface Outbox {
  /**
   * Publishes all and returns when the broker has acknowledged all. The Results of one process are
   * on the topic in the order given, even after failures: if they are published again, a reader
   * that skips repetitions sees that order. Dead letters have no order.
   *
   * @throws BrokenDependency when one was not acknowledged; any of them may be on the topic, and
   *     the caller publishes all again
   */
  void publish(List<Publication> results, List<DeadLetter> letters);

  /**
   * As {@link #publish}, but may return when all was handed over, so that its caller prepares what
   * comes next meanwhile. Nothing else is handed over before it was waited for.
   *
   * @throws BrokenDependency when one was not taken; the caller hands all over again
   */
  default HandedOver hand(List<Publication> results, List<DeadLetter> letters) {
    publish(results, letters);
    return () -> {};
  }

  /** Results and dead letters that are on their way. */
  @FunctionalInterface
  interface HandedOver {
    /**
     * Returns when the broker has acknowledged all.
     *
     * @throws BrokenDependency as {@link Outbox#publish} does; the caller hands all over again
     */
    void await();
  }
}
