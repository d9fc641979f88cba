package mostao.ao.turn;

import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Env;
import mostao.ao.process.Evaluator;
import mostao.ao.process.RowKey;

/** The rows to load before a message is evaluated. */
final class RowKeys {
  private RowKeys() {}

  /**
   * None when a handler fails already here: evaluating the message tells of it, and of it alone.
   */
  static Set<RowKey> of(Evaluator<?, ?> evaluator, Env env, Message message) {
    try {
      return evaluator.rowKeys(env, message);
    } catch (RuntimeException bug) {
      return Set.of();
    }
  }
}
