package mostao.ao.turn;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * The database of one service: its module's rows, the row of every process, the evaluation log and
 * the progress of every inbox partition. Called by turns, which write, and by reads and dry-runs,
 * which do not. Thread-safe: any number of transactions at once, of any number of instances.
 *
 * <p>Backends pass {@code StoreContract} of ao/testkit.
 *
 * @param <V> what handlers read
 * @param <C> what handlers change
 */
public interface Store<V, C> {
  /**
   * Runs {@code work} in one transaction, on the calling thread, once: what it saved, appended,
   * advanced and applied is kept together when {@code work} returns, and nothing of it when {@code
   * work} throws. Every transaction that begins afterwards sees what was kept.
   *
   * @return what {@code work} returned, after the commit
   * @throws BrokenDependency when the database did not answer. If that was the commit, the
   *     transaction may have been kept: the caller does the same again, and finds out by what it
   *     reads. A backend may hand on as this whatever {@code work} throws
   */
  <T> T transact(Function<Work<V, C>, T> work);

  /**
   * The operations inside one transaction. Used by one thread, in any order, and not after the
   * function it was given to has returned. Any method may throw {@link BrokenDependency}; then the
   * transaction is lost.
   */
  interface Work<V, C> {
    /**
     * What a turn begins with: {@link #lock}, and once all is locked {@link #processes}, and those
     * of these messages that were evaluated, here or before. A backend whose every question is a
     * way to a server and back asks once.
     *
     * @throws BrokenDependency also when another transaction holds a partition for too long
     */
    Opening open(
        SortedSet<Integer> partitions, Set<String> processes, Collection<MessageKey> messages);

    /**
     * Locks the progress rows of these partitions, smallest first, until the transaction ends;
     * another transaction that asks for one of them waits. All that a turn does rests on it.
     *
     * @return the progress of each of them as it was last kept; 0 of a partition never seen
     * @throws BrokenDependency also when another transaction holds one for too long
     */
    Map<Integer, Progress> lock(SortedSet<Integer> partitions);

    /** The rows of those of these processes that exist, as last saved, here or before. */
    Map<String, ProcessRow> processes(Set<String> ids);

    /**
     * The entries of one partition's log that were kept before this transaction, from offset {@code
     * from} up to but not including {@code to}, in the order of the offsets.
     */
    List<Evaluation> log(int partition, long from, long to);

    /** The module's rows, in this transaction. The same object every time. */
    Tables<V, C> tables();

    /** Adds the row of a process or replaces it; of several the last counts. */
    void save(ProcessRow process);

    /**
     * Adds to the log. A (process, message) pair is there once, and so is a (process, nonce) pair;
     * the turn sees to that.
     */
    void append(List<Evaluation> evaluations);

    /** Replaces the progress of a partition that this transaction has locked. */
    void advance(Progress progress);
  }

  /**
   * What a turn finds.
   *
   * @param progress of every partition that was asked for
   * @param processes those that exist
   * @param evaluated those of the messages that were evaluated
   */
  record Opening(
      Map<Integer, Progress> progress,
      Map<String, ProcessRow> processes,
      Set<MessageKey> evaluated) {}

  /** A message at a process. The same item may be assigned to two processes. */
  record MessageKey(String process, String message) {
    // A record's own are put together of classes that are made at their first call, in a start.
    @Override
    public boolean equals(Object other) {
      return other instanceof MessageKey key
          && message.equals(key.message)
          && process.equals(key.process);
    }

    @Override
    public int hashCode() {
      return 31 * process.hashCode() + message.hashCode();
    }
  }
}
