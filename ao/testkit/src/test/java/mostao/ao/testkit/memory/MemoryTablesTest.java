package mostao.ao.testkit.memory;

import java.util.List;
import java.util.Random;
import mostao.ao.process.Rows;
import mostao.ao.testkit.contract.TablesContract;
import mostao.ao.testkit.turn.Counter;
import mostao.ao.turn.Store;

class MemoryTablesTest extends TablesContract<Counter.View, Counter.Added> {
  private final MemoryStore<Counter.View, Counter.Added> store = new MemoryStore<>(Counter::new);

  @Override
  protected Store<Counter.View, Counter.Added> store() {
    return store;
  }

  @Override
  protected Rows<Counter.View, Counter.Added> empty() {
    return new Counter();
  }

  @Override
  protected Class<Counter.Added> changes() {
    return Counter.Added.class;
  }

  @Override
  protected Counter.Added anyChange(Random random, Counter.View view) {
    return new Counter.Added(random.nextInt(9));
  }

  @Override
  protected List<Object> seen(Counter.View view) {
    return List.of(view.count());
  }
}
