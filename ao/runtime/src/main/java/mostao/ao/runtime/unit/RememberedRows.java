package mostao.ao.runtime.unit;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rows as the last turn of their process left them. They are still so as long as the process has
 * the same nonce: nothing but a message changes the rows of a process, and every message moves its
 * nonce on, whichever replica takes it. Thread-safe.
 */
final class RememberedRows {
  /** Of one process; with more, only those of the last turn are kept. */
  private static final int MOST_OF_A_PROCESS = 64;

  private final int most;
  private final Map<String, OfProcess> processes = new LinkedHashMap<>(16, 0.75f, true);
  private int rows;

  /**
   * @param most rows, of all processes; those of the process whose last turn was the longest time
   *     ago are forgotten first
   */
  RememberedRows(int most) {
    this.most = most;
  }

  /** A row of one process. */
  record Spot(KeyedTable<?, ?> table, Object key) {}

  /**
   * The rows of one process, also those that are known not to be there.
   *
   * @param nonce of its next message
   */
  record OfProcess(long nonce, Map<Spot, Optional<?>> rows) {
    /** Of a process that nothing is remembered of. */
    static final OfProcess UNKNOWN = new OfProcess(0, Map.of());

    boolean knows(Spot spot) {
      return rows.containsKey(spot);
    }

    /** Of a spot that is known; empty when there is no row. */
    @SuppressWarnings("unchecked") // What is held under a table are rows of it.
    <K, R> Optional<R> row(KeyedTable<K, R> table, K key) {
      return (Optional<R>) rows.get(new Spot(table, key));
    }
  }

  /** Nothing when the process has gone on since, or never took a message here. */
  synchronized Optional<OfProcess> of(String process, long nonce) {
    return Optional.ofNullable(processes.get(process)).filter(known -> known.nonce == nonce);
  }

  /**
   * Keeps what a committed turn knew, with what was known before.
   *
   * @param before the nonce that the turn found
   * @param after the nonce of the next message
   */
  synchronized void keep(String process, long before, long after, Map<Spot, Optional<?>> lastTurn) {
    Map<Spot, Optional<?>> known = new HashMap<>();
    OfProcess old = forget(process);
    if (old != null && old.nonce == before) {
      known.putAll(old.rows);
    }
    known.putAll(lastTurn);
    if (known.size() > MOST_OF_A_PROCESS) {
      known = lastTurn;
    }
    if (known.isEmpty()) {
      // It would take room that the bound does not count.
      return;
    }
    processes.put(process, new OfProcess(after, Map.copyOf(known)));
    rows += known.size();
    Iterator<OfProcess> eldest = processes.values().iterator();
    while (rows > most) {
      rows -= eldest.next().rows.size();
      eldest.remove();
    }
  }

  /** What these were is not certain any more. */
  synchronized void forget(Set<String> uncertain) {
    uncertain.forEach(this::forget);
  }

  private OfProcess forget(String process) {
    OfProcess old = processes.remove(process);
    if (old != null) {
      rows -= old.rows.size();
    }
    return old;
  }
}
