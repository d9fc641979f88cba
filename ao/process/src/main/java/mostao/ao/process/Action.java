package mostao.ao.process;

import java.util.Set;
import mostao.ao.message.Message;

/**
 * The handler of one Action, in a class named as the Action. Stateless; pure.
 *
 * @param <V> what it may read of its own process
 * @param <C> the changes it may ask for
 */
public interface Action<V, C> {
  /**
   * @throws RuntimeException only for a bug; the evaluation then has an Error and no effect
   */
  Answer<C> perform(Request<V> request);

  /**
   * The rows that performing this message reads or writes by key, as far as the message alone
   * tells. Pure, and asked before anything is known of the sender: the message may say anything.
   * Rows that are not declared are still found, with one statement each.
   */
  default Set<RowKey> rowKeys(Message message) {
    return Set.of();
  }

  default String name() {
    return getClass().getSimpleName();
  }
}
