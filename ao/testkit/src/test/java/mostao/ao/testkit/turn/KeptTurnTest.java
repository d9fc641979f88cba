package mostao.ao.testkit.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Message;
import mostao.ao.process.Evaluator;
import mostao.ao.process.RowKey;
import mostao.ao.process.Rules;
import mostao.ao.testkit.memory.ForwardingWork;
import mostao.ao.testkit.memory.MemoryInbox;
import mostao.ao.testkit.memory.MemoryOutbox;
import mostao.ao.testkit.memory.MemoryStore;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Evaluation;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.Progress;
import mostao.ao.turn.ReadRecord;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Store;
import mostao.ao.turn.Tables;
import mostao.ao.turn.Turn;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import org.junit.jupiter.api.Test;

/** Turns whose publication is left under way while the next one begins. */
class KeptTurnTest {
  private static final Signer ALICE = new Ed25519Signer(new byte[32]);
  private static final byte[] GARBAGE = {'{'};

  private final MemoryInbox inbox = new MemoryInbox("ao.counter.inbox", 0, 1_700_000_000_000L);
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final MemoryStore<Counter.View, Counter.Added> store = new MemoryStore<>(Counter::new);
  private final Turn<Counter.View, Counter.Added> turn = turn(store, Counter.table());
  private final String process = born();

  private Turn<Counter.View, Counter.Added> turn(
      Store<Counter.View, Counter.Added> into, Evaluator<Counter.View, Counter.Added> evaluator) {
    return new Turn<>(
        "counter",
        evaluator,
        Rules.defaults(),
        new InboxVerifier(Verifier.withBouncyCastle()),
        into,
        outbox,
        (message, bug) -> {
          throw bug;
        });
  }

  private String born() {
    Draft draft = Draft.empty().tag("Data-Protocol", "ao").tag("Type", "Process");
    VerifiedItem item = draft.tag("Module", "counter-module").sign(ALICE).orThrow();
    inbox.append(InboxVerifier.record(item, item.owner(), item.id()));
    return item.id();
  }

  private InboxRecord add(String amount) {
    VerifiedItem item =
        Draft.empty().to(process).tag("Action", "Add").data(amount).sign(ALICE).orThrow();
    return InboxVerifier.record(item, item.owner(), process);
  }

  private long count() {
    return store.view(process).count();
  }

  private List<ReadRecord> read(List<ReceivedRecord> received) {
    return received.stream().map(turn::read).toList();
  }

  /** What a turn reads, it reads while the one before is published; it evaluates nothing before. */
  @Test
  void nothingIsEvaluatedBeforeTheTurnBeforeIsPublished() {
    turn.take(inbox.all());
    inbox.append(add("5"));
    List<Message> evaluated = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    Turn<Counter.View, Counter.Added> watched =
        turn(
            store,
            (view, env, reference, message) -> {
              evaluated.add(message);
              return Counter.table().evaluate(view, env, reference, message);
            });
    Turn.Kept kept =
        watched.keep(
            read(inbox.from(1)),
            Map.of(),
            () -> {
              seen.add(evaluated.size() + " evaluated, " + count() + " counted");
              assertThat(outbox.results()).hasSize(1);
            });
    assertThat(seen).containsExactly("0 evaluated, 0 counted");
    assertThat(count()).isEqualTo(5);
    assertThat(kept.report()).isEqualTo(new Turn.Report(1, 0, 0, 0));
    assertThat(outbox.results()).as("nothing is published yet").hasSize(1);
    kept.settle();
    assertThat(outbox.results()).hasSize(2);
  }

  @Test
  void aTurnThatIsNotPublishedKeepsTheNextFromBeingKept() {
    turn.take(inbox.all());
    inbox.append(add("5"));
    inbox.append("key", GARBAGE);
    assertThatThrownBy(
            () ->
                turn.keep(
                    read(inbox.from(1)),
                    Map.of(),
                    () -> {
                      throw new BrokenDependency("planted", null);
                    }))
        .hasMessage("planted");
    assertThat(count()).isZero();
    assertThat(store.progress().get(0)).isEqualTo(new Progress(0, 1, 0));
    assertThat(outbox.letters()).isEmpty();
    turn.keep(read(inbox.from(1)), Map.of(), () -> {}).settle();
    assertThat(count()).isEqualTo(5);
    assertThat(outbox.letters()).hasSize(1);
  }

  @Test
  void aTurnReadsAllItNeedsBeforeItWaits() {
    turn.take(inbox.all());
    inbox.append(add("5"));
    List<String> seen = new ArrayList<>();
    turn(new Watched(seen), Counter.table())
        .keep(read(inbox.from(1)), Map.of(), () -> seen.add("waits"));
    assertThat(seen).containsExactly("open", "prefetch", "waits", "append");
  }

  /** Says what a turn asks the store for. */
  private final class Watched implements Store<Counter.View, Counter.Added> {
    private final List<String> seen;

    Watched(List<String> seen) {
      this.seen = seen;
    }

    @Override
    public <T> T transact(Function<Work<Counter.View, Counter.Added>, T> work) {
      return store.transact(open -> work.apply(new WatchedWork(open)));
    }

    private final class WatchedWork extends ForwardingWork<Counter.View, Counter.Added> {
      WatchedWork(Work<Counter.View, Counter.Added> work) {
        super(work);
      }

      @Override
      public Opening open(
          SortedSet<Integer> partitions, Set<String> processes, Collection<MessageKey> messages) {
        seen.add("open");
        return super.open(partitions, processes, messages);
      }

      @Override
      public Tables<Counter.View, Counter.Added> tables() {
        Tables<Counter.View, Counter.Added> tables = super.tables();
        return new Tables<>() {
          @Override
          public Counter.View view(String process) {
            return tables.view(process);
          }

          @Override
          public void apply(String process, Counter.Added change) {
            tables.apply(process, change);
          }

          @Override
          public void prefetch(Map<String, Set<RowKey>> keys) {
            seen.add("prefetch");
          }
        };
      }

      @Override
      public void append(List<Evaluation> evaluations) {
        seen.add("append");
        super.append(evaluations);
      }
    }
  }

  /** A batch in which nothing is new, or nothing is a message, waits for the one before as well. */
  @Test
  void everyTurnWaitsForTheOneBefore() {
    turn.take(inbox.all());
    List<String> settled = new ArrayList<>();
    turn.keep(read(inbox.all()), Map.of(), () -> settled.add("nothing new")).settle();
    inbox.append("key", GARBAGE);
    turn.keep(read(inbox.from(1)), Map.of(), () -> settled.add("no message")).settle();
    assertThat(settled).containsExactly("nothing new", "no message");
  }

  @Test
  void whatIsKeptIsPublishedByTheNextAttempt() {
    inbox.append(add("5"));
    Turn.Kept kept = turn.keep(read(inbox.all()), Map.of(), () -> {});
    outbox.acceptOnly(1);
    assertThatThrownBy(kept::hand).isInstanceOf(BrokenDependency.class);
    assertThatThrownBy(kept::settle).isInstanceOf(BrokenDependency.class);
    outbox.acceptOnly(Integer.MAX_VALUE);
    kept.settle();
    assertThat(outbox.results().stream().map(OutboxRecord::nonce).distinct())
        .containsExactly(0L, 1L);
    assertThat(count()).isEqualTo(5);
  }
}
