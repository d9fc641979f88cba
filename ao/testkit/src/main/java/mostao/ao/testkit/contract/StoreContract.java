package mostao.ao.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.turn.Evaluation;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.Progress;
import mostao.ao.turn.Store;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import mostao.ao.wire.OutboxRecord;
import org.junit.jupiter.api.Test;

/** The contract of {@link Store}, for any backend. */
public abstract class StoreContract<V, C> {
  private final String process = UUID.randomUUID().toString();
  private final String other = UUID.randomUUID().toString();
  private final int partition = ThreadLocalRandom.current().nextInt(1_000, Integer.MAX_VALUE / 2);

  protected abstract Store<V, C> store();

  /** A change that {@link #seen} shows. */
  protected abstract C change();

  /** The view's value after the change; a view of untouched rows has another. */
  protected abstract Object seen(V view);

  @Test
  public void whatOneTransactionKeepsTheNextSees() {
    Evaluation done = evaluation(process, "m", 7, 0);
    Object changed =
        in(
            work -> {
              work.lock(new TreeSet<>(Set.of(partition)));
              keep(work, done, new Progress(partition, 8, 3));
              return seen(work.tables().view(process));
            });
    in(
        work -> {
          assertThat(locked(work)).isEqualTo(new Progress(partition, 8, 3));
          assertThat(work.processes(Set.of(process, other)))
              .containsOnlyKeys(process)
              .containsValue(row(process, 1));
          assertThat(evaluated(work, key(process, "m"), key(process, "n")))
              .containsExactly(key(process, "m"));
          assertThat(work.log(partition, 7, 8)).containsExactly(done);
          assertThat(seen(work.tables().view(process))).isEqualTo(changed);
          return null;
        });
  }

  @Test
  public void whatATransactionThrowsOutOfNeverHappened() {
    Object untouched = in(work -> seen(work.tables().view(process)));
    assertThatThrownBy(
            () ->
                in(
                    work -> {
                      work.lock(new TreeSet<>(Set.of(partition)));
                      keep(work, evaluation(process, "m", 7, 0), new Progress(partition, 8, 3));
                      assertThat(seen(work.tables().view(process))).isNotEqualTo(untouched);
                      throw new IllegalStateException("the machine stops here");
                    }))
        .isInstanceOf(RuntimeException.class);
    in(
        work -> {
          assertThat(locked(work)).isEqualTo(new Progress(partition, 0, 0));
          assertThat(work.processes(Set.of(process))).isEmpty();
          assertThat(evaluated(work, key(process, "m"))).isEmpty();
          assertThat(work.log(partition, 0, 100)).isEmpty();
          assertThat(seen(work.tables().view(process))).isEqualTo(untouched);
          return null;
        });
  }

  @Test
  public void whatIsSavedAppendedAndAppliedIsSeenAtOnce() {
    in(
        work -> {
          Object untouched = seen(work.tables().view(process));
          work.tables().apply(process, change());
          assertThat(seen(work.tables().view(process))).isNotEqualTo(untouched);
          assertThat(seen(work.tables().view(other))).isEqualTo(untouched);
          work.save(row(process, 1));
          work.save(row(process, 2));
          assertThat(work.processes(Set.of(process))).containsValue(row(process, 2));
          work.append(List.of(evaluation(process, "m", 7, 0)));
          assertThat(evaluated(work, key(process, "m"))).hasSize(1);
          return null;
        });
    in(
        work -> {
          assertThat(work.processes(Set.of(process))).containsValue(row(process, 2));
          return null;
        });
  }

  @Test
  public void everyPartitionThatIsLockedHasProgressAlsoANewOne() {
    TreeSet<Integer> both = new TreeSet<>(Set.of(partition, partition + 1));
    in(
        work -> {
          assertThat(work.lock(new TreeSet<>(Set.of(partition)))).hasSize(1);
          work.advance(new Progress(partition, 5, 1));
          work.advance(new Progress(partition, 6, 2));
          return null;
        });
    in(
        work -> {
          assertThat(work.lock(both))
              .containsEntry(partition, new Progress(partition, 6, 2))
              .containsEntry(partition + 1, new Progress(partition + 1, 0, 0))
              .hasSize(2);
          return null;
        });
  }

  @Test
  public void aTurnBeginsWithAllThatItMustKnow() {
    in(
        work -> {
          work.lock(new TreeSet<>(Set.of(partition)));
          keep(work, evaluation(process, "m", 7, 0), new Progress(partition, 8, 3));
          return null;
        });
    in(
        work -> {
          assertThat(
                  work.open(
                      new TreeSet<>(Set.of(partition, partition + 1)),
                      Set.of(process, other),
                      Set.of(key(process, "m"), key(process, "n"), key(other, "m"))))
              .isEqualTo(
                  new Store.Opening(
                      Map.of(
                          partition,
                          new Progress(partition, 8, 3),
                          partition + 1,
                          new Progress(partition + 1, 0, 0)),
                      Map.of(process, row(process, 1)),
                      Set.of(key(process, "m"))));
          assertThat(work.open(new TreeSet<>(Set.of(partition)), Set.of(), Set.of()))
              .isEqualTo(
                  new Store.Opening(
                      Map.of(partition, new Progress(partition, 8, 3)), Map.of(), Set.of()));
          return null;
        });
  }

  @Test
  public void theLogIsAPartOfOnePartitionInTheOrderOfItsOffsets() {
    List<Evaluation> all =
        List.of(
            evaluation(process, "a", 3, 0),
            evaluation(other, "b", 4, 0),
            evaluation(process, "c", 9, 1));
    in(
        work -> {
          work.append(all.subList(1, 2));
          work.append(List.of(all.get(0), all.get(2)));
          return null;
        });
    in(
        work -> {
          assertThat(work.log(partition, 0, 100)).isEqualTo(all);
          assertThat(work.log(partition, 4, 9)).isEqualTo(all.subList(1, 2));
          assertThat(work.log(partition, 5, 9)).isEmpty();
          assertThat(work.log(partition + 1, 0, 100)).isEmpty();
          return null;
        });
  }

  @Test
  public void theSameItemAtTwoProcessesIsTwoMessages() {
    in(
        work -> {
          work.append(List.of(evaluation(process, "m", 1, 0)));
          return null;
        });
    in(
        work -> {
          assertThat(evaluated(work, key(process, "m"), key(other, "m")))
              .containsExactly(key(process, "m"));
          assertThat(evaluated(work)).isEmpty();
          assertThat(work.processes(Set.of())).isEmpty();
          return null;
        });
  }

  private void keep(Store.Work<V, C> work, Evaluation done, Progress progress) {
    work.tables().apply(process, change());
    work.save(row(process, 1));
    work.append(List.of(done));
    work.advance(progress);
  }

  private Progress locked(Store.Work<V, C> work) {
    return work.lock(new TreeSet<>(Set.of(partition))).get(partition);
  }

  private static Set<Store.MessageKey> evaluated(
      Store.Work<?, ?> work, Store.MessageKey... messages) {
    return work.open(new TreeSet<>(), Set.of(), Set.of(messages)).evaluated();
  }

  private <T> T in(Function<Store.Work<V, C>, T> work) {
    return store().transact(work);
  }

  private ProcessRow row(String id, long nonce) {
    return new ProcessRow(
        id, "owner", Tags.of("Name", "é", "Name", ""), partition, 3, nonce, 1_731_000_000_000L);
  }

  private static Store.MessageKey key(String id, String message) {
    return new Store.MessageKey(id, message);
  }

  private Evaluation evaluation(String id, String message, long offset, long nonce) {
    return new Evaluation(
        partition,
        offset,
        new InboxRecord(
            message,
            "owner",
            "key",
            2,
            "signature",
            "owner",
            id,
            "",
            Tags.of("Action", "Add"),
            ItemData.of("data \0 é")),
        new OutboxRecord(
            id, "module", message, "Add", nonce, 1_731_000_000_000L, message, 0, Result.nothing()));
  }
}
