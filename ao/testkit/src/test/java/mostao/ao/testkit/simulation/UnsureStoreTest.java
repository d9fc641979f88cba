package mostao.ao.testkit.simulation;

import mostao.ao.testkit.contract.StoreContract;
import mostao.ao.testkit.memory.MemoryStore;
import mostao.ao.testkit.turn.Counter;
import mostao.ao.turn.Store;

/** In calm weather. */
class UnsureStoreTest extends StoreContract<Counter.View, Counter.Added> {
  private final Simulation simulation = new Simulation(1, 0, false);
  private final Store<Counter.View, Counter.Added> store =
      new UnsureStore<>(simulation, new MemoryStore<>(Counter::new), PlantedBug.NONE, () -> {});

  UnsureStoreTest() {
    simulation.random().calm();
  }

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
