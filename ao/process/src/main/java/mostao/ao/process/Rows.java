package mostao.ao.process;

/**
 * The rows of one process held in memory: what its changes mean, without a database. A kind of
 * process has one such class; its PostgreSQL tables must behave the same. Not thread-safe.
 *
 * @param <V> what handlers read
 * @param <C> what handlers change
 */
public interface Rows<V, C> {
  /** Reads of these rows; sees every change already applied. */
  V view();

  void apply(C change);

  /** The same rows, independent of these from now on. */
  Rows<V, C> copy();
}
