package mostao.messenger.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mostao.ao.ans104.Address;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.WalletRecord;
import mostao.ao.wire.Wire;
import mostao.messenger.authority.TestAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushPlanTest {
  private static final String HANDLE_A = id('A');
  private static final String HANDLE_B = id('B');
  private static final String SESSION = id('S');
  private static final String WALLET = id('W');
  private static final String ROOT = id('R');

  private final Deployment deployment = TestAuthority.deployment();
  private final PushSigner items =
      new PushSigner(TestAuthority.authority(), deployment, TestAuthority.SCHEDULER);
  private final Map<String, ProcessEntry> directory = new HashMap<>();
  private final TestKnown known = new TestKnown();
  private int offset;

  @BeforeEach
  void list() {
    list(HANDLE_A, "handle");
    list(HANDLE_B, "handle");
    list(SESSION, "session");
    list(deployment.registry().id(), "registry");
  }

  @Test
  void messagesGoToTheInboxOfTheirTargetsModuleInOrder() {
    PushPlan plan =
        plan(
            sent("handle", HANDLE_A, to(SESSION, 1), to(HANDLE_B, 2)),
            sent("session", SESSION, to(HANDLE_B, 3)),
            sent("handle", HANDLE_A, to(SESSION, 4)));
    assertThat(plan.births()).isEmpty();
    assertThat(plan.listings()).isEmpty();
    assertThat(plan.messages())
        .extracting(TopicRecord::topic)
        .containsExactly(
            "ao.session.inbox", "ao.handle.inbox", "ao.handle.inbox", "ao.session.inbox");
    assertThat(plan.messages())
        .extracting(TopicRecord::key)
        .containsExactly(SESSION, HANDLE_B, HANDLE_B, SESSION);
    assertThat(plan.messages())
        .extracting(record -> inbox(record).tags().first("Reference").orElse(""))
        .containsExactly("1", "2", "3", "4");
    InboxRecord first = inbox(plan.messages().get(0));
    assertThat(first.from()).isEqualTo(HANDLE_A);
    assertThat(first.owner()).isEqualTo(deployment.authority());
    assertThat(first.target()).isEqualTo(SESSION);
    assertThat(first.tags().first("Pushed-For")).contains(ROOT);
    assertThat(first.tags().first("Push-Depth")).contains("3");
  }

  @Test
  void theSameRecordGivesTheSameRecords() {
    PolledRecord one =
        sent(
            "handle",
            HANDLE_A,
            new Result(
                List.of(to(SESSION, 1)),
                List.of(spawn("handle")),
                List.of(),
                "",
                Optional.empty()));
    assertThat(ids(plan(one))).isEqualTo(ids(plan(one))).hasSize(3);
  }

  private List<String> ids(PushPlan plan) {
    return java.util.stream.Stream.concat(plan.births().stream(), plan.messages().stream())
        .map(record -> inbox(record).id())
        .toList();
  }

  @Test
  void whatIsForAWalletGoesToTheWalletsInboxAmongThePushes() {
    String typed = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
    PushPlan plan = plan(sent("handle", HANDLE_A, to(WALLET, 1), to(SESSION, 2), to(typed, 3)));
    assertThat(plan.messages())
        .extracting(TopicRecord::topic)
        .containsExactly("ao.wallet.inbox", "ao.session.inbox", "ao.wallet.inbox");
    WalletRecord first = wallet(plan.messages().get(0));
    assertThat(plan.messages().get(0).key()).isEqualTo(WALLET).isEqualTo(first.item().target());
    assertThat(first.process()).isEqualTo(HANDLE_A).isEqualTo(first.item().from());
    assertThat(first.message()).isEqualTo(id('M'));
    assertThat(first.nonce()).isEqualTo(5);
    assertThat(first.index()).isZero();
    assertThat(first.timestamp()).isEqualTo(1_000);
    assertThat(first.item().tags().first("From-Process")).contains(HANDLE_A);
    WalletRecord second = wallet(plan.messages().get(2));
    assertThat(plan.messages().get(2).key())
        .isEqualToIgnoringCase(typed)
        .isEqualTo(Address.canonical(typed).orElseThrow());
    assertThat(second.index()).isEqualTo(2);
    assertThat(second.item().tags().first("Target")).contains(plan.messages().get(2).key());
    assertThat(plan.toWallets()).isEqualTo(2);
    assertThat(plan.pushes()).isEqualTo(1);
    assertThat(plan.kept()).isZero();
  }

  @Test
  void whatIsForAWalletHasTheSameIdEveryTime() {
    PolledRecord one = sent("handle", HANDLE_A, to(WALLET, 1), to("0x" + "a".repeat(40), 2));
    List<TopicRecord> again = plan(one).messages();
    assertThat(plan(one).messages())
        .extracting(record -> wallet(record))
        .containsExactly(wallet(again.get(0)), wallet(again.get(1)));
  }

  @Test
  void whatIsForNobodyStaysInTheResult() {
    PushPlan plan = plan(sent("handle", HANDLE_A, to("0xAbc", 2), to("", 3), to("alice", 4)));
    assertThat(plan.messages()).isEmpty();
    assertThat(plan.kept()).isEqualTo(3);
    assertThat(plan.toWallets()).isZero();
    assertThat(plan.faults()).isEmpty();
  }

  private static WalletRecord wallet(TopicRecord record) {
    return ((Decoded.Ok<WalletRecord>) Wire.decodeWallet(record.value())).value();
  }

  @Test
  void aProcessIsBornThenListedThenAnnounced() {
    PushPlan plan =
        plan(
            sent(
                "registry",
                deployment.registry().id(),
                new Result(
                    List.of(to(WALLET, 1)),
                    List.of(spawn("handle")),
                    List.of(),
                    "",
                    Optional.empty())));
    InboxRecord birth = inbox(plan.births().get(0));
    assertThat(plan.births()).hasSize(1);
    assertThat(plan.births().get(0).topic()).isEqualTo("ao.handle.inbox");
    assertThat(plan.births().get(0).key()).isEqualTo(birth.id()).isEqualTo(birth.target());
    assertThat(birth.from()).isEqualTo(deployment.registry().id());

    DirectoryRecord listing =
        ((Decoded.Ok<DirectoryRecord>) Wire.decodeDirectory(plan.listings().get(0).value()))
            .value();
    assertThat(plan.listings().get(0).topic()).isEqualTo("ao.processes");
    assertThat(plan.listings().get(0).key()).isEqualTo(birth.id());
    assertThat(listing)
        .isEqualTo(
            new DirectoryRecord(
                birth.id(),
                "handle",
                deployment.moduleId("handle"),
                deployment.authority(),
                Tags.of("From-Process", deployment.registry().id())));

    assertThat(plan.messages())
        .extracting(TopicRecord::topic)
        .containsExactly("ao.wallet.inbox", "ao.registry.inbox");
    InboxRecord told = inbox(plan.messages().get(1));
    assertThat(told.from()).isEqualTo(deployment.registry().id());
    assertThat(told.tags().first("Process")).contains(birth.id());
    assertThat(told.tags().first("Action")).contains("Spawned");
  }

  @Test
  void aProcessBornInTheSameBatchIsKnown() {
    PolledRecord spawning =
        sent(
            "registry",
            deployment.registry().id(),
            new Result(List.of(), List.of(spawn("session")), List.of(), "", Optional.empty()));
    String born = plan(spawning).births().get(0).key();
    PushPlan plan = plan(spawning, sent("handle", HANDLE_A, to(born, 1)));
    assertThat(plan.messages())
        .extracting(TopicRecord::key)
        .containsExactly(deployment.registry().id(), born);
  }

  @Test
  void aServiceSpeaksOnlyForProcessesOfItsModule() {
    PushPlan plan =
        plan(sent("session", HANDLE_A, to(SESSION, 1)), sent("handle", HANDLE_A, to(SESSION, 2)));
    assertThat(plan.faults()).isEqualTo(Map.of("UnknownProcess", 1));
    assertThat(plan.messages())
        .extracting(TopicRecord::topic)
        .containsExactly("ao.session.inbox", "ao.session.inbox.dlq");
    assertThat(inbox(plan.messages().get(0)).tags().first("Reference")).contains("2");
  }

  @Test
  void aSenderThatIsNoProcessIsDropped() {
    PushPlan plan = plan(sent("handle", WALLET, to(SESSION, 1)));
    assertThat(plan.faults()).isEqualTo(Map.of("UnknownProcess", 1));
    assertThat(plan.messages())
        .extracting(TopicRecord::topic)
        .containsExactly("ao.handle.inbox.dlq");
  }

  /** Its inbox comes before its listing, and the gateway may die in between. */
  @Test
  void aProcessNotYetListedMayHaveNothingToSay() {
    PushPlan plan = plan(sent("handle", id('N'), Result.nothing()));
    assertThat(plan.messages()).isEmpty();
    assertThat(plan.faults()).isEmpty();
  }

  @Test
  void anEntryThatCantBeSentStopsNoOther() {
    Result.Outgoing badAnchor = new Result.Outgoing(SESSION, "d", "short", Tags.none());
    Result.Outgoing bigTags =
        new Result.Outgoing(SESSION, "d", anchor(3), Tags.of("Big", "x".repeat(3900)));
    Result result =
        new Result(
            List.of(to(SESSION, 1), badAnchor, bigTags, to(SESSION, 4)),
            List.of(spawn("token"), spawn("handle")),
            List.of(),
            "",
            Optional.empty());
    PushPlan plan = plan(sent("handle", HANDLE_A, result));
    assertThat(plan.births()).hasSize(1);
    assertThat(plan.messages())
        .extracting(TopicRecord::topic)
        .containsExactly(
            "ao.session.inbox", "ao.session.inbox", "ao.handle.inbox", "ao.handle.inbox.dlq");
    assertThat(plan.faults()).isEqualTo(Map.of("Unsendable", 3));
    TopicRecord letter = plan.messages().get(3);
    assertThat(text(letter.headers().get(Headers.FAULT))).isEqualTo("Unsendable");
    assertThat(text(letter.headers().get(Headers.FAULT_DETAIL)))
        .contains("Messages[1]")
        .contains("Messages[2]")
        .contains("Spawns[0]")
        .doesNotContain("Messages[0]");
    assertThat(text(letter.headers().get(Headers.SOURCE_TOPIC))).isEqualTo("ao.handle.outbox");
  }

  @Test
  void anItemTooBigForTheTopicIsDropped() {
    // A quotation mark takes two bytes in JSON.
    Result.Outgoing big =
        new Result.Outgoing(SESSION, "\"".repeat(2_200_000), anchor(1), Tags.none());
    PushPlan plan = plan(sent("handle", HANDLE_A, big, to(SESSION, 2)));
    assertThat(plan.faults()).isEqualTo(Map.of("Unsendable", 1));
    assertThat(inbox(plan.messages().get(0)).tags().first("Reference")).contains("2");
  }

  @Test
  void garbageIsDroppedWithTheReason() {
    PolledRecord good = sent("handle", HANDLE_A, to(SESSION, 1));
    PushPlan plan =
        plan(
            raw("k", "no json"),
            raw("k", null),
            raw(null, "{}"),
            new PolledRecord(good.topic(), 0, 9, HANDLE_B, good.value(), Optional.empty()),
            good);
    assertThat(plan.faults()).isEqualTo(Map.of("NotJson", 2, "MissingField", 1, "WrongKey", 1));
    assertThat(plan.messages()).hasSize(5);
    assertThat(plan.messages().get(0).topic()).isEqualTo("ao.session.inbox");
    assertThat(plan.messages().get(1).topic()).isEqualTo("ao.handle.inbox.dlq");
    assertThat(text(plan.messages().get(1).value())).isEqualTo("no json");
  }

  @Test
  void namesSendersAndPossibleProcessesOnly() {
    List<PolledRecord> batch =
        List.of(
            sent("handle", HANDLE_A, to(SESSION, 1), to("0xAbc", 2), to("", 3)),
            raw("k", "no json"));
    assertThat(OutboxBatch.of(batch).senders()).containsExactly(HANDLE_A);
    assertThat(OutboxBatch.of(batch).targets()).containsExactly(SESSION);
  }

  @Test
  void whatAsksForAProcessThereIsNoRoomForIsADeadLetterAndTheRestGoesOn() {
    known.room = 2;
    PolledRecord asking =
        sent(
            "registry",
            deployment.registry().id(),
            Result.of(
                List.of(to(HANDLE_A, 1)),
                List.of(spawn("handle"), spawn("session"), spawn("registry"))));
    PushPlan plan = plan(asking, sent("handle", HANDLE_B, to(SESSION, 2)));
    assertThat(plan.births()).hasSize(2);
    assertThat(plan.faults()).containsExactly(Map.entry("DirectoryFull", 1));
    List<TopicRecord> messages = plan.messages();
    assertThat(messages)
        .extracting(TopicRecord::topic)
        .containsExactly(
            "ao.handle.inbox",
            "ao.registry.inbox",
            "ao.registry.inbox",
            "ao.session.inbox",
            "ao.registry.inbox.dlq");
    TopicRecord letter = messages.get(4);
    assertThat(letter.value()).as("it can be redriven").isEqualTo(asking.value());
    assertThat(letter.headers().values())
        .extracting(PushPlanTest::text)
        .anyMatch(
            text -> text.contains("Spawns[2]") && text.contains("mostao.directory.processes"));

    known.room = 0;
    for (TopicRecord listing : plan.listings()) {
      list(listing.key(), "handle");
    }
    assertThat(plan(asking).births()).as("those that were born are carried again").hasSize(2);
    known.room = 1;
    assertThat(plan(asking).births()).as("and count once").hasSize(3);
  }

  @Test
  void whatMayBeAProcessThatThereWasNoRoomForIsNotTakenForAWallet() {
    known.complete = false;
    String ethereum = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    PushPlan plan =
        plan(
            sent("handle", HANDLE_A, to(WALLET, 1), to(SESSION, 2), to(ethereum, 3)),
            sent("handle", id('X'), to(SESSION, 4)));
    assertThat(plan.faults()).containsExactly(Map.entry("DirectoryFull", 2));
    assertThat(plan.messages())
        .extracting(TopicRecord::topic)
        .containsExactly(
            "ao.session.inbox", "ao.wallet.inbox", "ao.handle.inbox.dlq", "ao.handle.inbox.dlq");
  }

  @Test
  void theTraceGoesOn() {
    PolledRecord one = sent("handle", HANDLE_A, to(SESSION, 1));
    byte[] trace = {1, 2};
    PushPlan plan =
        plan(new PolledRecord(one.topic(), 0, 0, one.key(), one.value(), Optional.of(trace)));
    assertThat(plan.messages().get(0).headers()).containsEntry(Headers.TRACEPARENT, trace);
  }

  private PushPlan plan(PolledRecord... batch) {
    return PushPlan.of(OutboxBatch.of(Arrays.asList(batch)), items, known);
  }

  /** What the directory says of itself. */
  private final class TestKnown implements Known {
    private int room = 1_000;
    private boolean complete = true;

    @Override
    public Optional<ProcessEntry> find(String process) {
      return Optional.ofNullable(directory.get(process));
    }

    @Override
    public boolean hasRoomFor(int births) {
      return births <= room;
    }

    @Override
    public boolean isComplete() {
      return complete;
    }
  }

  private void list(String process, String module) {
    directory.put(
        process,
        ProcessEntry.of(process, module, deployment.moduleId(module), deployment.authority()));
  }

  private PolledRecord sent(String module, String process, Result.Outgoing... messages) {
    return sent(module, process, Result.of(List.of(messages), List.of()));
  }

  private PolledRecord sent(String module, String process, Result result) {
    OutboxRecord record =
        new OutboxRecord(process, "claimed", id('M'), "Act", 5, 1_000, ROOT, 2, result);
    return new PolledRecord(
        "ao." + module + ".outbox", 0, offset++, process, Wire.encode(record), Optional.empty());
  }

  private PolledRecord raw(String key, String value) {
    return new PolledRecord(
        "ao.handle.outbox",
        0,
        offset++,
        key,
        value == null ? null : value.getBytes(StandardCharsets.UTF_8),
        Optional.empty());
  }

  private static Result.Outgoing to(String target, int reference) {
    return new Result.Outgoing(
        target, "d", anchor(reference), Tags.of("Reference", Integer.toString(reference)));
  }

  private static Result.Spawn spawn(String module) {
    return new Result.Spawn("d", anchor(9), Tags.of("Module", module, "Reference", "9"));
  }

  private static String anchor(int reference) {
    return String.format(Locale.ROOT, "%032d", reference);
  }

  private static String id(char letter) {
    return String.valueOf(letter).repeat(42) + "A";
  }

  private static InboxRecord inbox(TopicRecord record) {
    return ((Decoded.Ok<InboxRecord>) Wire.decodeInbox(record.value())).value();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
