package mostao.ao.turn;

import java.util.Map;
import java.util.Set;
import mostao.ao.process.RowKey;

/**
 * A module's own rows, inside a transaction of the {@link Store} they belong to: kept or lost with
 * it, used by its thread alone. They mean what the module's {@link mostao.ao.process.Rows} in
 * memory mean.
 *
 * <p>Backends pass {@code TablesContract} of ao/testkit.
 *
 * @param <V> what handlers read
 * @param <C> what handlers change
 */
public interface Tables<V, C> {
  /**
   * Reads of one process, to be used before its next change; a process without rows has empty ones.
   * Sees every change already applied in this transaction, and never the rows of another process.
   */
  V view(String process);

  /**
   * Applies a change to the rows of a process, after those applied before it. When it can't be
   * stored, that may show here, at a later read or at the commit.
   */
  void apply(String process, C change);

  /**
   * Loads these rows in a few statements, however many they are, so that evaluation does not ask
   * row by row. Called by the turn before it evaluates a batch, with what the Actions declare; the
   * keys hold whatever people write. Changes nothing that can be seen: a row that is not loaded
   * here is found when it is read.
   *
   * @param keys by process
   */
  default void prefetch(Map<String, Set<RowKey>> keys) {}
}
