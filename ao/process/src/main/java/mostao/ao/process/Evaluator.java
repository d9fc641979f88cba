package mostao.ao.process;

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
}
