package mostao.ao.process;

/**
 * A kind of process as it can be evaluated in memory, from its messages alone. Providers are found
 * by {@link java.util.ServiceLoader}.
 *
 * @param <V> what handlers read
 * @param <C> what handlers change
 */
public interface PureModule<V, C> {
  ActionTable<V, C> table();

  /** The rows of a process that is being born. */
  Rows<V, C> empty();
}
