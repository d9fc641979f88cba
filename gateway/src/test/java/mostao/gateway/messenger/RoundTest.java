package mostao.gateway.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mostao.ao.ans104.Address;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.WalletRecord;
import mostao.ao.wire.Wire;
import mostao.gateway.authority.Deployment;
import mostao.gateway.authority.TestAuthority;
import mostao.gateway.directory.Listed;
import mostao.gateway.inbox.Parcel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundTest {
  private static final String HANDLE_A = id('A');
  private static final String HANDLE_B = id('B');
  private static final String SESSION = id('S');
  private static final String WALLET = id('W');
  private static final String ROOT = id('R');

  private final Deployment deployment = TestAuthority.deployment();
  private final Items items = new Items(deployment);
  private final Map<String, Listed> directory = new HashMap<>();
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
    Round round =
        round(
            sent("handle", HANDLE_A, to(SESSION, 1), to(HANDLE_B, 2)),
            sent("session", SESSION, to(HANDLE_B, 3)),
            sent("handle", HANDLE_A, to(SESSION, 4)));
    assertThat(round.births()).isEmpty();
    assertThat(round.listings()).isEmpty();
    assertThat(round.messages())
        .extracting(Parcel::topic)
        .containsExactly(
            "ao.session.inbox", "ao.handle.inbox", "ao.handle.inbox", "ao.session.inbox");
    assertThat(round.messages())
        .extracting(Parcel::key)
        .containsExactly(SESSION, HANDLE_B, HANDLE_B, SESSION);
    assertThat(round.messages())
        .extracting(parcel -> inbox(parcel).tags().first("Reference").orElse(""))
        .containsExactly("1", "2", "3", "4");
    InboxRecord first = inbox(round.messages().get(0));
    assertThat(first.from()).isEqualTo(HANDLE_A);
    assertThat(first.owner()).isEqualTo(deployment.authority().address());
    assertThat(first.target()).isEqualTo(SESSION);
    assertThat(first.tags().first("Pushed-For")).contains(ROOT);
    assertThat(first.tags().first("Push-Depth")).contains("3");
  }

  @Test
  void theSameRecordGivesTheSameRecords() {
    Sent one =
        sent(
            "handle",
            HANDLE_A,
            new Result(
                List.of(to(SESSION, 1)),
                List.of(spawn("handle")),
                List.of(),
                "",
                Optional.empty()));
    assertThat(ids(round(one))).isEqualTo(ids(round(one))).hasSize(3);
  }

  private List<String> ids(Round round) {
    return java.util.stream.Stream.concat(round.births().stream(), round.messages().stream())
        .map(parcel -> inbox(parcel).id())
        .toList();
  }

  @Test
  void whatIsForAWalletGoesToTheWalletsInboxAmongThePushes() {
    String typed = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
    Round round = round(sent("handle", HANDLE_A, to(WALLET, 1), to(SESSION, 2), to(typed, 3)));
    assertThat(round.messages())
        .extracting(Parcel::topic)
        .containsExactly("ao.wallet.inbox", "ao.session.inbox", "ao.wallet.inbox");
    WalletRecord first = wallet(round.messages().get(0));
    assertThat(round.messages().get(0).key()).isEqualTo(WALLET).isEqualTo(first.item().target());
    assertThat(first.process()).isEqualTo(HANDLE_A).isEqualTo(first.item().from());
    assertThat(first.message()).isEqualTo(id('M'));
    assertThat(first.nonce()).isEqualTo(5);
    assertThat(first.index()).isZero();
    assertThat(first.timestamp()).isEqualTo(1_000);
    assertThat(first.item().tags().first("From-Process")).contains(HANDLE_A);
    WalletRecord second = wallet(round.messages().get(2));
    assertThat(round.messages().get(2).key())
        .isEqualToIgnoringCase(typed)
        .isEqualTo(Address.canonical(typed).orElseThrow());
    assertThat(second.index()).isEqualTo(2);
    assertThat(second.item().tags().first("Target")).contains(round.messages().get(2).key());
    assertThat(round.toWallets()).isEqualTo(2);
    assertThat(round.pushes()).isEqualTo(1);
    assertThat(round.kept()).isZero();
  }

  @Test
  void whatIsForAWalletHasTheSameIdEveryTime() {
    Sent one = sent("handle", HANDLE_A, to(WALLET, 1), to("0x" + "a".repeat(40), 2));
    List<Parcel> again = round(one).messages();
    assertThat(round(one).messages())
        .extracting(parcel -> wallet(parcel))
        .containsExactly(wallet(again.get(0)), wallet(again.get(1)));
  }

  @Test
  void whatIsForNobodyStaysInTheResult() {
    Round round = round(sent("handle", HANDLE_A, to("0xAbc", 2), to("", 3), to("alice", 4)));
    assertThat(round.messages()).isEmpty();
    assertThat(round.kept()).isEqualTo(3);
    assertThat(round.toWallets()).isZero();
    assertThat(round.faults()).isEmpty();
  }

  private static WalletRecord wallet(Parcel parcel) {
    return ((Decoded.Ok<WalletRecord>) Wire.decodeWallet(parcel.value())).value();
  }

  @Test
  void aProcessIsBornThenListedThenAnnounced() {
    Round round =
        round(
            sent(
                "registry",
                deployment.registry().id(),
                new Result(
                    List.of(to(WALLET, 1)),
                    List.of(spawn("handle")),
                    List.of(),
                    "",
                    Optional.empty())));
    InboxRecord birth = inbox(round.births().get(0));
    assertThat(round.births()).hasSize(1);
    assertThat(round.births().get(0).topic()).isEqualTo("ao.handle.inbox");
    assertThat(round.births().get(0).key()).isEqualTo(birth.id()).isEqualTo(birth.target());
    assertThat(birth.from()).isEqualTo(deployment.registry().id());

    DirectoryRecord listing =
        ((Decoded.Ok<DirectoryRecord>) Wire.decodeDirectory(round.listings().get(0).value()))
            .value();
    assertThat(round.listings().get(0).topic()).isEqualTo("ao.processes");
    assertThat(round.listings().get(0).key()).isEqualTo(birth.id());
    assertThat(listing)
        .isEqualTo(
            new DirectoryRecord(
                birth.id(),
                "handle",
                deployment.moduleId("handle"),
                deployment.authority().address(),
                birth.tags()));

    assertThat(round.messages())
        .extracting(Parcel::topic)
        .containsExactly("ao.wallet.inbox", "ao.registry.inbox");
    InboxRecord told = inbox(round.messages().get(1));
    assertThat(told.from()).isEqualTo(deployment.registry().id());
    assertThat(told.tags().first("Process")).contains(birth.id());
    assertThat(told.tags().first("Action")).contains("Spawned");
  }

  @Test
  void aProcessBornInTheSameBatchIsKnown() {
    Sent spawning =
        sent(
            "registry",
            deployment.registry().id(),
            new Result(List.of(), List.of(spawn("session")), List.of(), "", Optional.empty()));
    String born = round(spawning).births().get(0).key();
    Round round = round(spawning, sent("handle", HANDLE_A, to(born, 1)));
    assertThat(round.messages())
        .extracting(Parcel::key)
        .containsExactly(deployment.registry().id(), born);
  }

  @Test
  void aServiceSpeaksOnlyForProcessesOfItsModule() {
    Round round =
        round(sent("session", HANDLE_A, to(SESSION, 1)), sent("handle", HANDLE_A, to(SESSION, 2)));
    assertThat(round.faults()).isEqualTo(Map.of("UnknownProcess", 1));
    assertThat(round.messages())
        .extracting(Parcel::topic)
        .containsExactly("ao.session.inbox", "ao.session.inbox.dlq");
    assertThat(inbox(round.messages().get(0)).tags().first("Reference")).contains("2");
  }

  @Test
  void aSenderThatIsNoProcessIsDropped() {
    Round round = round(sent("handle", WALLET, to(SESSION, 1)));
    assertThat(round.faults()).isEqualTo(Map.of("UnknownProcess", 1));
    assertThat(round.messages()).extracting(Parcel::topic).containsExactly("ao.handle.inbox.dlq");
  }

  /** Its inbox comes before its listing, and the gateway may die in between. */
  @Test
  void aProcessNotYetListedMayHaveNothingToSay() {
    Round round = round(sent("handle", id('N'), Result.nothing()));
    assertThat(round.messages()).isEmpty();
    assertThat(round.faults()).isEmpty();
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
    Round round = round(sent("handle", HANDLE_A, result));
    assertThat(round.births()).hasSize(1);
    assertThat(round.messages())
        .extracting(Parcel::topic)
        .containsExactly(
            "ao.session.inbox", "ao.session.inbox", "ao.handle.inbox", "ao.handle.inbox.dlq");
    assertThat(round.faults()).isEqualTo(Map.of("Unsendable", 3));
    Parcel letter = round.messages().get(3);
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
    Round round = round(sent("handle", HANDLE_A, big, to(SESSION, 2)));
    assertThat(round.faults()).isEqualTo(Map.of("Unsendable", 1));
    assertThat(inbox(round.messages().get(0)).tags().first("Reference")).contains("2");
  }

  @Test
  void garbageIsDroppedWithTheReason() {
    Sent good = sent("handle", HANDLE_A, to(SESSION, 1));
    Round round =
        round(
            raw("k", "no json"),
            raw("k", null),
            raw(null, "{}"),
            new Sent(good.topic(), 0, 9, HANDLE_B, good.value(), Optional.empty()),
            good);
    assertThat(round.faults()).isEqualTo(Map.of("NotJson", 2, "MissingField", 1, "WrongKey", 1));
    assertThat(round.messages()).hasSize(5);
    assertThat(round.messages().get(0).topic()).isEqualTo("ao.session.inbox");
    assertThat(round.messages().get(1).topic()).isEqualTo("ao.handle.inbox.dlq");
    assertThat(text(round.messages().get(1).value())).isEqualTo("no json");
  }

  @Test
  void namesSendersAndPossibleProcessesOnly() {
    List<Sent> batch =
        List.of(
            sent("handle", HANDLE_A, to(SESSION, 1), to("0xAbc", 2), to("", 3)),
            raw("k", "no json"));
    assertThat(Round.named(batch)).containsExactly(HANDLE_A, SESSION);
  }

  @Test
  void theTraceGoesOn() {
    Sent one = sent("handle", HANDLE_A, to(SESSION, 1));
    byte[] trace = {1, 2};
    Round round = round(new Sent(one.topic(), 0, 0, one.key(), one.value(), Optional.of(trace)));
    assertThat(round.messages().get(0).headers()).containsEntry(Headers.TRACEPARENT, trace);
  }

  private Round round(Sent... batch) {
    return Round.of(
        Arrays.asList(batch), items, process -> Optional.ofNullable(directory.get(process)));
  }

  private void list(String process, String module) {
    directory.put(
        process,
        new Listed(process, module, deployment.moduleId(module), deployment.authority().address()));
  }

  private Sent sent(String module, String process, Result.Outgoing... messages) {
    return sent(module, process, Result.of(List.of(messages), List.of()));
  }

  private Sent sent(String module, String process, Result result) {
    OutboxRecord record =
        new OutboxRecord(process, "claimed", id('M'), "Act", 5, 1_000, ROOT, 2, result);
    return new Sent(
        "ao." + module + ".outbox", 0, offset++, process, Wire.encode(record), Optional.empty());
  }

  private Sent raw(String key, String value) {
    return new Sent(
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

  private static InboxRecord inbox(Parcel parcel) {
    return ((Decoded.Ok<InboxRecord>) Wire.decodeInbox(parcel.value())).value();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
