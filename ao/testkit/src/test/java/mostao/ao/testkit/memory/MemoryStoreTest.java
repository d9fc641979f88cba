package mostao.ao.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import mostao.ao.message.Tags;
import mostao.ao.testkit.contract.StoreContract;
import mostao.ao.testkit.turn.Counter;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.Progress;
import mostao.ao.turn.Store;
import org.junit.jupiter.api.Test;

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

  @Test
  void whatAnotherTransactionHasLockedIsRefusedUntilThatEnds() {
    store.transact(
        outer -> {
          outer.lock(new TreeSet<>(List.of(1)));
          assertThatThrownBy(() -> advance(1, 5))
              .isInstanceOf(BrokenDependency.class)
              .hasMessageContaining("partition 1");
          return outer.lock(new TreeSet<>(List.of(1)));
        });
    advance(1, 5);
    assertThatThrownBy(
            () ->
                store.transact(
                    outer -> {
                      outer.lock(new TreeSet<>(List.of(1)));
                      throw new IllegalStateException("planted");
                    }))
        .hasMessage("planted");
    advance(1, 6);
    assertThat(store.progress()).containsExactly(Map.entry(1, new Progress(1, 6, 0)));
  }

  @Test
  void twoTransactionsOfDifferentPartitionsAreBothKept() {
    store.transact(
        outer -> {
          outer.lock(new TreeSet<>(List.of(1)));
          outer.save(new ProcessRow("p", "o", Tags.none(), 1, 0, 0, 0));
          advance(2, 7);
          outer.advance(new Progress(1, 5, 0));
          return null;
        });
    assertThat(store.progress())
        .isEqualTo(Map.of(1, new Progress(1, 5, 0), 2, new Progress(2, 7, 0)));
    assertThat(store.processes()).containsOnlyKeys("p");
  }

  private void advance(int partition, long next) {
    store.transact(
        work -> {
          work.lock(new TreeSet<>(List.of(partition)));
          work.advance(new Progress(partition, next, 0));
          return null;
        });
  }
}
