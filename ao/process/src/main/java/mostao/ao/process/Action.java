package mostao.ao.process;

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

  default String name() {
    return getClass().getSimpleName();
  }
}
