package mostao.ao.turn;

import java.util.Map;
import java.util.Set;
import mostao.ao.process.RowKey;

/**
 * A service's own rows, inside a transaction of the {@link Store} they belong to.
 *
 * @param <V> what handlers read
 * @param <C> what handlers change
 */
public interface Tables<V, C> {
  /** Reads of one process; sees every change already applied in this transaction. */
  V view(String process);

  void apply(String process, C change);

  /**
   * Loads these rows in a few statements, however many they are, so that evaluation does not ask
   * row by row. Changes nothing that can be seen; what is missed here is found when it is read.
   *
   * @param keys by process, as the Actions declare them; they hold whatever people write
   */
  default void prefetch(Map<String, Set<RowKey>> keys) {}
}
