package mostao.messenger.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.signer.ItemSigner;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;
import mostao.messenger.authority.Authority;
import mostao.messenger.authority.FixedItems;
import mostao.messenger.authority.TestAuthority;
import org.junit.jupiter.api.Test;

/** How a batch is signed by a signer that is somewhere else. */
class SigningTest {
  private static final String SENDER = "S".repeat(42) + "A";

  private final List<Integer> asked = new ArrayList<>();
  private boolean elsewhere = true;
  private final AtomicInteger ended = new AtomicInteger();
  private Function<List<Draft>, List<Reading<VerifiedItem>>> answer =
      drafts -> TestAuthority.authority().sign(drafts);

  /** Remembers how many it was asked for at a time. */
  private final class Elsewhere implements ItemSigner {
    @Override
    public String address() {
      return TestAuthority.authority().address();
    }

    @Override
    public List<Reading<VerifiedItem>> sign(List<Draft> drafts) {
      asked.add(drafts.size());
      return answer.apply(drafts);
    }

    @Override
    public boolean prefersMany() {
      return elsewhere;
    }

    @Override
    public boolean answers() {
      return true;
    }

    @Override
    public void close() {}
  }

  private final PushSigner signer =
      new PushSigner(
          new Authority(new Elsewhere(), ended::incrementAndGet),
          () -> FixedItems.of(TestAuthority.authority(), TestAuthority.SCHEDULER),
          TestAuthority.SCHEDULER);

  @Test
  void aBatchOfMessagesIsAskedForAtOnce() {
    List<PolledRecord> batch = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      batch.add(sent(i, Result.of(List.of(message(2 * i), message(2 * i + 1)), List.of())));
    }
    PushPlan plan = plan(batch);
    assertThat(asked).containsExactly(400);
    assertThat(plan.messages()).hasSize(400);
    assertThat(plan.pushes()).isEqualTo(400);
  }

  @Test
  void aKeyAtHandSignsAtOnceAndTheBatchIsPlannedOnce() {
    elsewhere = false;
    PushPlan plan =
        plan(
            List.of(
                sent(0, Result.of(List.of(message(0)), List.of())),
                sent(1, Result.of(List.of(message(2)), List.of(spawn(3))))));
    assertThat(asked).containsExactly(1, 1, 1, 1);
    assertThat(plan.messages()).hasSize(3);
    assertThat(plan.births()).hasSize(1);
  }

  @Test
  void whatIsToldOfAProcessIsAskedForWhenItsIdIsKnown() {
    PushPlan plan =
        plan(
            List.of(
                sent(0, Result.of(List.of(message(0)), List.of(spawn(1)))),
                sent(1, Result.of(List.of(message(2)), List.of(spawn(3))))));
    // Two messages and two processes, then what their spawner is told of them.
    assertThat(asked).containsExactly(4, 2);
    assertThat(plan.births()).hasSize(2);
    assertThat(plan.messages()).hasSize(4);
    assertThat(plan.faults()).isEmpty();
  }

  @Test
  void aSignerThatIsAwayLosesNothing() {
    List<PolledRecord> batch = List.of(sent(0, Result.of(List.of(message(0)), List.of())));
    List<TopicRecord> first = plan(batch).messages();
    answer =
        drafts -> {
          throw new IllegalStateException("away");
        };
    // Nothing is dropped as undeliverable: the whole batch is tried again.
    assertThatThrownBy(() -> plan(batch)).hasMessage("away");
    answer = drafts -> TestAuthority.authority().sign(drafts);
    assertThat(plan(batch).messages().get(0).value()).isEqualTo(first.get(0).value());
  }

  @Test
  void whatTheSignerRefusesIsADeadLetterAndTheRestIsDelivered() {
    answer =
        drafts -> {
          List<Reading<VerifiedItem>> answers =
              new ArrayList<>(TestAuthority.authority().sign(drafts));
          answers.set(0, Reading.refused(ItemSigner.RULE, "the signer refuses: not today"));
          return answers;
        };
    PushPlan plan = plan(List.of(sent(0, Result.of(List.of(message(0), message(1)), List.of()))));
    assertThat(plan.pushes()).isEqualTo(1);
    assertThat(plan.faults()).containsEntry("Unsendable", 1);
    assertThat(plan.messages().stream().map(TopicRecord::topic))
        .containsExactly("ao.handle.inbox", "ao.handle.inbox.dlq");
  }

  private PushPlan plan(List<PolledRecord> batch) {
    return PushPlan.of(OutboxBatch.of(batch), signer, new Everybody());
  }

  /** Every id is a handle. */
  private static final class Everybody implements Known {
    @Override
    public Optional<ProcessEntry> find(String process) {
      return Optional.of(
          ProcessEntry.of(
              SENDER,
              "handle",
              TestAuthority.deployment().moduleId("handle"),
              TestAuthority.authority().address()));
    }

    @Override
    public boolean hasRoomFor(int births) {
      return true;
    }

    @Override
    public boolean isComplete() {
      return true;
    }
  }

  private static PolledRecord sent(int offset, Result result) {
    OutboxRecord record =
        new OutboxRecord(
            SENDER,
            "claimed",
            "M".repeat(42) + "A",
            "Act",
            5,
            1_000,
            "R".repeat(42) + "A",
            2,
            result);
    return new PolledRecord(
        "ao.handle.outbox", 0, offset, SENDER, Wire.encode(record), Optional.empty());
  }

  private static Result.Outgoing message(int reference) {
    return new Result.Outgoing(SENDER, "d", anchor(reference), tags(reference));
  }

  private static Result.Spawn spawn(int reference) {
    return new Result.Spawn("d", anchor(reference), tags(reference).and("Module", "handle"));
  }

  private static Tags tags(int reference) {
    return Tags.of("Reference", Integer.toString(reference));
  }

  private static String anchor(int reference) {
    return String.format(Locale.ROOT, "%032d", reference);
  }
}
