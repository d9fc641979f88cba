package mostao.ao.runtime.unit;

/**
 * A module's rows as readers see them: what was committed, asked for by plain statements. They mean
 * what those of the module's {@link mostao.ao.turn.Tables} mean. Thread-safe.
 *
 * @param <V> what handlers read
 */
@FunctionalInterface
public interface Reads<V> {
  /**
   * The rows of one process.
   *
   * @return to be used by the thread of one read
   */
  V view(Questions questions, String process);
}
