package mostao.ao.turn;

import java.util.List;
import mostao.ao.message.Message;

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

  /** Loads what this batch will read, so that evaluation does not ask row by row. Optional. */
  default void prefetch(List<Message> batch) {}
}
