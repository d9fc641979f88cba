package mostao.ao.runtime.unit;

import mostao.ao.turn.Tables;

/**
 * A module's rows for turns: those of one transaction after another. Thread-safe.
 *
 * @param <V> what handlers read
 * @param <C> what handlers change
 */
@FunctionalInterface
public interface TurnTables<V, C> {
  /**
   * Inside a transaction, on its thread.
   *
   * @param rows of this transaction, for what is found by its key and changes often; what goes
   *     through Hibernate is in the same transaction
   */
  Tables<V, C> in(KeyedRows rows);
}
