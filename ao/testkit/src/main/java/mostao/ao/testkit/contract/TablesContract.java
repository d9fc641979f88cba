package mostao.ao.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import mostao.ao.process.RowKey;
import mostao.ao.process.Rows;
import mostao.ao.turn.Store;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link mostao.ao.turn.Tables}, for any backend: its rows mean what the rows in
 * memory mean, after any changes in any order.
 */
public abstract class TablesContract<V, C> {
  private static final long SEED = 20_261_122;

  protected abstract Store<V, C> store();

  /** The store that readers have; their view is of what was kept. */
  protected Store<V, C> readers() {
    return store();
  }

  /** Rows of a process that has none yet. */
  protected abstract Rows<V, C> empty();

  /** The sealed type of the changes. */
  protected abstract Class<C> changes();

  /**
   * A change that is possible now; each kind of them sooner or later.
   *
   * @param view of the rows as they are
   */
  protected abstract C anyChange(Random random, V view);

  /** Everything a view shows of what {@link #anyChange} makes. */
  protected abstract List<Object> seen(V view);

  /** Row keys of what {@link #anyChange} makes. */
  protected Set<RowKey> keys() {
    return Set.of();
  }

  @Test
  public void tablesMeanWhatTheRowsInMemoryMean() {
    String process = UUID.randomUUID().toString();
    Random random = new Random(SEED);
    Rows<V, C> memory = empty();
    List<C> done = new ArrayList<>();
    for (int transaction = 0; transaction < 50; transaction++) {
      store()
          .transact(
              work -> {
                if (random.nextBoolean()) {
                  work.tables().prefetch(Map.of(process, keys()));
                }
                for (int i = random.nextInt(8); i >= 0; i--) {
                  C change = anyChange(random, memory.view());
                  done.add(change);
                  memory.apply(change);
                  work.tables().apply(process, change);
                  if (random.nextInt(4) == 0) {
                    seen(work.tables().view(process));
                  }
                }
                assertThat(seen(work.tables().view(process)))
                    .as("inside, seed " + SEED + ", after " + done)
                    .isEqualTo(seen(memory.view()));
                return null;
              });
      for (Store<V, C> each : List.of(store(), readers())) {
        List<Object> afterwards = each.transact(work -> seen(work.tables().view(process)));
        assertThat(afterwards)
            .as("afterwards, seed " + SEED + ", after " + done)
            .isEqualTo(seen(memory.view()));
      }
    }
    Set<Class<?>> drawn = new HashSet<>();
    done.forEach(change -> drawn.add(change.getClass()));
    assertThat(drawn).as("kinds of change that were tried").containsOnly(kinds());
  }

  private Class<?>[] kinds() {
    return changes().isSealed() ? changes().getPermittedSubclasses() : new Class<?>[] {changes()};
  }

  @Test
  public void whatHappensToOneProcessDoesNotHappenToAnother() {
    List<String> processes = List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    List<Rows<V, C>> memory = List.of(empty(), empty());
    Random random = new Random(SEED);
    store()
        .transact(
            work -> {
              for (int i = 0; i < 60; i++) {
                int which = random.nextInt(2);
                C change = anyChange(random, memory.get(which).view());
                memory.get(which).apply(change);
                work.tables().apply(processes.get(which), change);
                for (int each = 0; each < 2; each++) {
                  assertThat(seen(work.tables().view(processes.get(each))))
                      .as("process " + each + " after change " + i + ", seed " + SEED)
                      .isEqualTo(seen(memory.get(each).view()));
                }
              }
              return null;
            });
  }
}
