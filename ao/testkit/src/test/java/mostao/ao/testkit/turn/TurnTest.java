package mostao.ao.testkit.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Message;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.process.Rules;
import mostao.ao.testkit.conversations.Symbols;
import mostao.ao.testkit.memory.MemoryInbox;
import mostao.ao.testkit.memory.MemoryOutbox;
import mostao.ao.testkit.memory.MemoryStore;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.DryRun;
import mostao.ao.turn.Evaluation;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.Progress;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Store;
import mostao.ao.turn.Turn;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;
import org.junit.jupiter.api.Test;

class TurnTest {
  private static final long T0 = 1_700_000_000_000L;
  private static final Signer AUTHORITY = signer(1);
  private static final Signer ALICE = signer(2);

  private final MemoryInbox inbox = new MemoryInbox("ao.counter.inbox", 0, T0);
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final MemoryStore<Counter.View, Counter.Added> store = new MemoryStore<>(Counter::new);
  private final List<RuntimeException> bugs = new ArrayList<>();
  private final Turn<Counter.View, Counter.Added> turn = turn(store, outbox);
  private final String process = born();

  @Test
  void aMessageIsEvaluatedAppliedLoggedAndPublished() {
    inbox.append(add("5"));
    Turn.Report report = turn.take(inbox.all());
    assertThat(report).isEqualTo(new Turn.Report(2, 0, 0, 0));
    assertThat(count()).isEqualTo(5);
    OutboxRecord published = outbox.results().get(1);
    assertThat(published.process()).isEqualTo(process);
    assertThat(published.nonce()).isEqualTo(1);
    assertThat(published.timestamp()).isEqualTo(T0 + 1);
    assertThat(published.processModule()).isEqualTo("counter-module");
    assertThat(published.result().messages()).hasSize(2);
    assertThat(store.progress().get(0)).isEqualTo(new Progress(0, 2, 0));
  }

  @Test
  void aRedeliveredBatchChangesNothingAndIsPublishedAsStored() {
    inbox.append(add("5"));
    inbox.append("key", bytes("garbage"));
    turn.take(inbox.all());
    Turn.Report again = turn.take(inbox.all());
    assertThat(again).isEqualTo(new Turn.Report(0, 3, 0, 1));
    assertThat(count()).isEqualTo(5);
    assertThat(outbox.results().subList(2, 4)).isEqualTo(outbox.results().subList(0, 2));
    assertThat(outbox.letters()).hasSize(2);
  }

  @Test
  void aRebuiltDatabasePublishesOnlyWhatTheGroupHasNotCommitted() {
    inbox.append(add("5"));
    inbox.append("key", bytes("garbage"));
    inbox.append(add("7"));

    turn.take(inbox.all().stream().map(turn::read).toList(), Map.of(0, 3L));

    assertThat(count()).isEqualTo(12);
    assertThat(outbox.results()).extracting(OutboxRecord::nonce).containsExactly(2L);
    assertThat(outbox.letters()).isEmpty();
    turn.take(inbox.all().stream().map(turn::read).toList(), Map.of(0, 3L));
    assertThat(outbox.results()).extracting(OutboxRecord::nonce).containsExactly(2L, 2L);
  }

  @Test
  void aResetOfOffsetsPublishesNothingKnownToBePublished() {
    inbox.append(add("1"));
    turn.take(inbox.all());
    inbox.append(add("2"));
    turn.take(inbox.from(2));
    // The second batch began at offset 2, so everything before it was published.
    int before = outbox.results().size();
    turn.take(inbox.all());
    assertThat(outbox.results().subList(before, outbox.results().size()))
        .extracting(OutboxRecord::nonce)
        .containsExactly(2L);
    assertThat(count()).isEqualTo(3);
  }

  @Test
  void ifPublishingBreaksTheSameBatchPublishesEverythingNextTime() {
    inbox.append(add("5"));
    inbox.append(add("6"));
    outbox.acceptOnly(1);
    assertThatThrownBy(() -> turn.take(inbox.all())).isInstanceOf(BrokenDependency.class);
    assertThat(count()).isEqualTo(11);
    outbox.acceptOnly(Integer.MAX_VALUE);
    turn.take(inbox.all());
    assertThat(count()).isEqualTo(11);
    assertThat(outbox.results().stream().map(OutboxRecord::nonce).distinct())
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  void theSameItemPostedTwiceHasOneEffectInOneBatchAndAcrossBatches() {
    InboxRecord item = add("5");
    inbox.append(item);
    inbox.append(item);
    assertThat(turn.take(inbox.all())).isEqualTo(new Turn.Report(2, 1, 0, 0));
    inbox.append(item);
    assertThat(turn.take(inbox.from(3))).isEqualTo(new Turn.Report(0, 1, 0, 0));
    assertThat(count()).isEqualTo(5);
    assertThat(store.processes().get(process).nonce()).isEqualTo(2);
  }

  @Test
  void anAssignedMessageTakesOneNonceAndChangesNothing() {
    InboxRecord elsewhere = message(ALICE, other(), "Add", "5");
    inbox.append(elsewhere.assignedTo(process, List.of("Data")));
    inbox.append(elsewhere.assignedTo(process, List.of()));
    inbox.append(add("6"));
    assertThat(turn.take(inbox.all())).isEqualTo(new Turn.Report(3, 1, 0, 0));
    assertThat(count()).isEqualTo(6);
    OutboxRecord assigned = outbox.results().get(1);
    assertThat(assigned.nonce()).isEqualTo(1);
    assertThat(assigned.message()).isEqualTo(elsewhere.id());
    assertThat(assigned.result().messages()).isEmpty();
    assertThat(assigned.result().output()).contains("not trusted");
    assertThat(store.log().get(1).item().exclude()).containsExactly("Data");
  }

  @Test
  void aZombiesBatchIsDroppedEvenWhenItOverlapsTheNewOwners() {
    inbox.append(add("1"));
    inbox.append(add("2"));
    List<ReceivedRecord> zombies = inbox.all();
    inbox.append(add("3"));
    turn.take(inbox.all());
    turn(store, new MemoryOutbox()).take(zombies);
    assertThat(count()).isEqualTo(6);
    assertThat(store.progress().get(0).next()).isEqualTo(4);
    assertThat(store.log()).extracting(e -> e.outcome().nonce()).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void aBugIsAnErrorAndThePartitionGoesOn() {
    inbox.append(message(ALICE, process, "Fail", "hunter2"));
    inbox.append(add("5"));
    assertThat(turn.take(inbox.all())).isEqualTo(new Turn.Report(3, 0, 1, 0));
    Result failed = outbox.results().get(1).result();
    assertThat(failed.error().orElse(""))
        .contains("IllegalStateException")
        .doesNotContain("hunter2");
    assertThat(failed.messages()).isEmpty();
    assertThat(count()).isEqualTo(5);
    assertThat(bugs).hasSize(1);
    assertThat(store.log()).extracting(e -> e.outcome().nonce()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void aResultTooLargeToPublishIsAnErrorNotAStuckPartition() {
    inbox.append(message(ALICE, process, "Flood", ""));
    inbox.append(add("5"));
    turn.take(inbox.all());
    assertThat(outbox.results().get(1).result().error().orElse("")).contains("2097152");
    assertThat(count()).isEqualTo(5);
  }

  @Test
  void aBrokenDatabaseKeepsNothingAndTheBatchCanBeTakenAgain() {
    MemoryStore<Counter.View, Counter.Added> real = new MemoryStore<>(Counter::new);
    boolean[] broken = {true};
    Turn<Counter.View, Counter.Added> flaky =
        new Turn<>(
            "counter",
            Counter.table(),
            Rules.defaults(),
            new InboxVerifier(Verifier.withBouncyCastle()),
            new Store<Counter.View, Counter.Added>() {
              @Override
              public <T> T transact(Function<Work<Counter.View, Counter.Added>, T> work) {
                return real.transact(
                    inside -> {
                      T result = work.apply(inside);
                      if (broken[0]) {
                        throw new BrokenDependency("commit was not answered", null);
                      }
                      return result;
                    });
              }
            },
            outbox,
            (message, bug) -> bugs.add(bug));
    inbox.append(add("5"));
    assertThatThrownBy(() -> flaky.take(inbox.all())).isInstanceOf(BrokenDependency.class);
    assertThat(real.log()).isEmpty();
    assertThat(outbox.results()).isEmpty();
    broken[0] = false;
    flaky.take(inbox.all());
    assertThat(real.view(process).count()).isEqualTo(5);
  }

  @Test
  void aBadRecordIsADeadLetterAndTheNextIsEvaluated() {
    InboxRecord good = add("5");
    inbox.append(process, bytes("garbage"));
    inbox.append(process, Wire.encode(forged(good, "9")));
    inbox.append(null, Wire.encode(good));
    inbox.append(spoken(good, "some-process"));
    inbox.append(owned(good, "somebody"));
    inbox.append(identified(good));
    inbox.append(message(ALICE, other(), "Add", "1"));
    inbox.append(add("7"));
    Turn.Report report = turn.take(inbox.all());
    assertThat(report).isEqualTo(new Turn.Report(2, 0, 0, 7));
    assertThat(outbox.letters())
        .extracting(letter -> letter.fault().name())
        .containsExactly(
            "NotJson",
            "NotSigned",
            "WrongKey",
            "WrongFrom",
            "WrongOwner",
            "WrongId",
            "UnknownProcess");
    assertThat(outbox.letters().get(0).offset()).isEqualTo(1);
    assertThat(count()).isEqualTo(7);
  }

  @Test
  void aProcessLivesOnOnePartitionWhoeverWritesWhere() {
    turn.take(inbox.all());
    MemoryInbox elsewhere = new MemoryInbox("ao.counter.inbox", 1, T0);
    elsewhere.append(add("5"));
    turn.take(elsewhere.all());
    assertThat(outbox.letters())
        .extracting(letter -> letter.fault().name())
        .containsExactly("WrongPartition");
    assertThat(count()).isZero();
  }

  @Test
  void aForgedFromProcessIsEvaluatedAsUntrustedAndRefused() {
    VerifiedItem item =
        sign(
            ALICE,
            Draft.empty().to(process).tag("Action", "Add").tag("From-Process", other()).data("5"));
    inbox.append(InboxVerifier.record(item, other(), process));
    turn.take(inbox.all());
    assertThat(count()).isZero();
    assertThat(outbox.results().get(1).result().messages().get(0).tags().first("Error"))
        .contains("Untrusted");
  }

  @Test
  void theAuthorityCanSpeakForAProcess() {
    VerifiedItem item =
        sign(
            AUTHORITY,
            Draft.empty()
                .to(process)
                .tag("Action", "Add")
                .tag("From-Process", other())
                .tag("Pushed-For", "the-root")
                .tag("Push-Depth", "3")
                .data("5"));
    inbox.append(InboxVerifier.record(item, other(), process));
    turn.take(inbox.all());
    assertThat(count()).isEqualTo(5);
    OutboxRecord published = outbox.results().get(1);
    assertThat(published.pushedFor()).isEqualTo("the-root");
    assertThat(published.depth()).isEqualTo(3);
    assertThat(published.result().messages().get(0).target()).isEqualTo(other());
  }

  @Test
  void timestampsNeverGoBackWhateverTheBrokersClockDoes() {
    inbox.setClock(T0 + 1000);
    inbox.append(add("1"));
    inbox.setClock(T0 - 5000);
    inbox.append(add("2"));
    turn.take(inbox.all());
    assertThat(store.log())
        .extracting(e -> e.outcome().timestamp())
        .containsExactly(T0, T0 + 1000, T0 + 1000);
  }

  @Test
  void rebuildingFromTheInboxGivesTheSameStateAndTheSameResults() {
    for (int i = 0; i < 20; i++) {
      inbox.append(i % 7 == 3 ? message(ALICE, process, "Fail", "" + i) : add("" + i));
    }
    for (ReceivedRecord received : inbox.all()) {
      turn.take(List.of(received));
    }
    MemoryStore<Counter.View, Counter.Added> rebuilt = new MemoryStore<>(Counter::new);
    turn(rebuilt, new MemoryOutbox()).take(inbox.all());
    assertThat(rebuilt.log())
        .extracting(Evaluation::outcome)
        .isEqualTo(store.log().stream().map(Evaluation::outcome).toList());
    assertThat(rebuilt.view(process)).isEqualTo(store.view(process));
    assertThat(rebuilt.processes()).isEqualTo(store.processes());
  }

  @Test
  void aDryRunAnswersFromTheStateAndChangesNothing() {
    inbox.append(add("5"));
    turn.take(inbox.all());
    DryRun<Counter.View, Counter.Added> dryRun =
        new DryRun<>(Counter.table(), Rules.defaults(), store, (message, bug) -> bugs.add(bug));
    Result result = dryRun.of(asked(process, "Add", "2")).orElseThrow();
    assertThat(result.messages().get(0).data()).contains("\"count\":7");
    assertThat(count()).isEqualTo(5);
    assertThat(store.log()).hasSize(2);
    assertThat(dryRun.of(asked(process, "Fail", "")).orElseThrow().error()).isPresent();
    assertThat(dryRun.of(asked("nowhere", "Add", "2"))).isEmpty();
  }

  private String born() {
    VerifiedItem item =
        sign(
            AUTHORITY,
            Draft.empty()
                .tag("Data-Protocol", "ao")
                .tag("Type", "Process")
                .tag("Module", "counter-module")
                .tag("Authority", AUTHORITY.address()));
    inbox.append(InboxVerifier.record(item, item.owner(), item.id()));
    return item.id();
  }

  private long count() {
    return store.view(process).count();
  }

  private Turn<Counter.View, Counter.Added> turn(
      MemoryStore<Counter.View, Counter.Added> into, MemoryOutbox out) {
    return new Turn<>(
        "counter",
        Counter.table(),
        Rules.defaults(),
        new InboxVerifier(Verifier.withBouncyCastle()),
        into,
        out,
        (message, bug) -> bugs.add(bug));
  }

  private InboxRecord add(String amount) {
    return message(ALICE, process, "Add", amount);
  }

  private static InboxRecord message(Signer signer, String target, String action, String data) {
    VerifiedItem item = sign(signer, Draft.empty().to(target).tag("Action", action).data(data));
    return InboxVerifier.record(item, item.owner(), target);
  }

  private static Message asked(String target, String action, String data) {
    return new Message(
        "1234",
        "x",
        "x",
        target,
        "0",
        Tags.of("Action", action),
        data,
        false,
        0,
        Message.Provenance.ANONYMOUS_DRY_RUN);
  }

  private static InboxRecord forged(InboxRecord good, String data) {
    return new InboxRecord(
        good.id(),
        good.owner(),
        good.ownerKey(),
        good.signatureType(),
        good.signature(),
        good.from(),
        good.target(),
        good.anchor(),
        good.tags(),
        ItemData.of(data));
  }

  private static InboxRecord spoken(InboxRecord good, String from) {
    return new InboxRecord(
        good.id(),
        good.owner(),
        good.ownerKey(),
        good.signatureType(),
        good.signature(),
        from,
        good.target(),
        good.anchor(),
        good.tags(),
        good.data());
  }

  private static InboxRecord owned(InboxRecord good, String owner) {
    return new InboxRecord(
        good.id(),
        owner,
        good.ownerKey(),
        good.signatureType(),
        good.signature(),
        owner,
        good.target(),
        good.anchor(),
        good.tags(),
        good.data());
  }

  private static InboxRecord identified(InboxRecord good) {
    return new InboxRecord(
        other(),
        good.owner(),
        good.ownerKey(),
        good.signatureType(),
        good.signature(),
        good.from(),
        good.target(),
        good.anchor(),
        good.tags(),
        good.data());
  }

  private static String other() {
    return Symbols.id("OTHER");
  }

  private static VerifiedItem sign(Signer signer, Draft draft) {
    return ((Reading.Ok<VerifiedItem>) draft.sign(signer)).value();
  }

  private static Signer signer(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new Ed25519Signer(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
