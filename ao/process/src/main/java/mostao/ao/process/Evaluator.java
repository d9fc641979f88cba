package mostao.ao.process;

import java.util.Set;
import mostao.ao.message.Message;

/**
 * Evaluation: {@code evaluate(view, message) → outcome}, pure. {@link ActionTable} is the one we
 * have.
 */
@FunctionalInterface
public interface Evaluator<V, C> {
  /**
   * @param reference the last reference the process has used
   * @throws RuntimeException a bug in a handler
   */
  Outcome<C> evaluate(V view, Env env, long reference, Message message);

  /**
   * The rows that evaluating this message reads or writes by key, so that they can be loaded with
   * those of other messages. Pure.
   *
   * @throws RuntimeException a bug in a handler; evaluating the message meets it again
   */
  default Set<RowKey> rowKeys(Env env, Message message) {
    return Set.of();
  }

  /** The Actions that have a handler of their own; always the same. */
  default Set<String> names() {
    return Set.of();
  }
}
