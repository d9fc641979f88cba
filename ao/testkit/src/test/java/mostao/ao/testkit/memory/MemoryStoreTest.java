package mostao.ao.testkit.memory;

import mostao.ao.testkit.contract.StoreContract;
import mostao.ao.testkit.turn.Counter;
import mostao.ao.turn.Store;

class MemoryStoreTest extends StoreContract<Counter.View, Counter.Added> {
  private final MemoryStore<Counter.View, Counter.Added> store = new MemoryStore<>(Counter::new);

  @Override
  protected Store<Counter.View, Counter.Added> store() {
    return store;
  }

  @Override
  protected Counter.Added change() {
    return new Counter.Added(5);
  }

  @Override
  protected Object seen(Counter.View view) {
    return view.count();
  }
}
