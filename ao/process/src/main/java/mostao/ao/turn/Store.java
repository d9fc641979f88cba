package mostao.ao.turn;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * The database of one service.
 *
 * @param <V> what handlers read
 * @param <C> what handlers change
 */
public interface Store<V, C> {
  /**
   * Runs {@code work} in one transaction: all of it is kept, or nothing.
   *
   * @throws BrokenDependency when the database did not answer; the transaction may or may not have
   *     been kept
   */
  <T> T transact(Function<Work<V, C>, T> work);

  /** What can be done inside one transaction. Not thread-safe, not to be kept. */
  interface Work<V, C> {
    /**
     * Locks the progress rows of these partitions, in order, until the transaction ends. Partitions
     * never seen have progress 0.
     */
    Map<Integer, Progress> lock(SortedSet<Integer> partitions);

    /** The rows of those of these processes that exist. */
    Map<String, ProcessRow> processes(Set<String> ids);

    /** Those of these (process, message) pairs that were evaluated before. */
    Set<MessageKey> evaluated(Collection<MessageKey> keys);

    /** The log of one partition from offset {@code from} up to but not including {@code to}. */
    List<Evaluation> log(int partition, long from, long to);

    Tables<V, C> tables();

    void save(ProcessRow process);

    void append(List<Evaluation> evaluations);

    void advance(Progress progress);
  }

  /** A message at a process. The same item may be assigned to two processes. */
  record MessageKey(String process, String message) {}
}
