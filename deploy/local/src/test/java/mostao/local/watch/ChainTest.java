package mostao.local.watch;

import static mostao.local.watch.Records.id;
import static mostao.local.watch.Records.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.wire.Topics;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ChainTest {
  private static final String WALLET = id("wallet");
  private static final String ALICE = id("alice");
  private static final String BOB = id("bob");
  private static final String SESSION = id("session");
  private static final String ROOT = id("root");
  private static final String SEND = id("send");
  private static final String NOTIFY = id("notify");
  private static final String REPLY = id("reply");

  private final Records records = new Records();

  /** Alice relays, the session stores and notifies bob, the wallet is answered. */
  private void relay() {
    records.fromWallet("handle", ROOT, WALLET, ALICE, "RelayMessage");
    records
        .after(70)
        .result(
            "handle",
            ALICE,
            ROOT,
            "RelayMessage",
            7,
            ROOT,
            Result.of(
                List.of(message(SESSION, 5, "SendMessage"), message(WALLET, 6, "Relayed")),
                List.of()));
    records
        .after(20)
        .push("session", SEND, ALICE, SESSION, ROOT, 5, Tags.of(Names.ACTION, "SendMessage"));
    records.told(ALICE, ROOT, 1, REPLY, WALLET, ROOT);
    records.result(
        "session",
        SESSION,
        SEND,
        "SendMessage",
        3,
        ROOT,
        Result.of(List.of(message(BOB, 5, "Notify")), List.of()));
  }

  private void notified() {
    records.push("handle", NOTIFY, SESSION, BOB, ROOT, 5, Tags.of(Names.ACTION, "Notify"));
    records.result("handle", BOB, NOTIFY, "Notify", 9, ROOT, Result.nothing());
  }

  @Test
  void a_message_that_was_answered_is_a_tree_of_hops() {
    relay();
    notified();

    assertThat(text(Map.of()))
        .containsExactly(
            "00:00:01.000            ao.handle.inbox/0@0        RelayMessage rootAAAAA… from"
                + " walletAAA… to aliceAAAA…  ◀ asked for",
            "00:00:01.071    +71 ms  ao.handle.outbox/0@0         nonce 7, Result: 2 messages",
            "00:00:01.092    +21 ms  ao.session.inbox/0@0         SendMessage sendAAAAA… from"
                + " aliceAAAA… to sessionAA…",
            "00:00:01.094     +2 ms  ao.session.outbox/0@0          nonce 3, Result: 1 message",
            "00:00:01.095     +1 ms  ao.handle.inbox/0@1            Notify notifyAAA… from"
                + " sessionAA… to bobAAAAAA…",
            "00:00:01.096     +1 ms  ao.handle.outbox/0@1             nonce 9, Result: 0 messages",
            "00:00:01.093    +22 ms  ao.wallet.inbox/0@0          (no Action) replyAAAA… to wallet"
                + " walletAAA…",
            "3 messages: 3 evaluated, 1 to wallets, nothing under way; 96 ms");
  }

  @Test
  void the_order_in_which_records_are_read_does_not_matter() {
    relay();
    notified();
    List<String> expected = text(Map.of());
    List<Seen> shuffled = new ArrayList<>(records.seen(false));
    Collections.shuffle(shuffled, new Random(1));

    assertThat(text(shuffled, ROOT, Map.of(), false)).isEqualTo(expected);
  }

  @Test
  void what_is_not_evaluated_says_how_much_is_before_it_and_who_owns_it() {
    relay();
    records.push("handle", NOTIFY, SESSION, BOB, ROOT, 5, Tags.of(Names.ACTION, "Notify"));
    TopicPartition partition = new TopicPartition(Topics.inbox("handle"), 0);

    Group reading =
        new Group("ao-handle", "Stable", List.of("h@x"), Map.of(), Map.of(partition, "h@x"));
    assertThat(text(Map.of("ao-handle", reading)))
        .anyMatch(
            line ->
                line.endsWith(
                    "not evaluated yet: waits for ao-handle, 1 record before it on"
                        + " ao.handle.inbox/0, owner h@x"))
        .last()
        .asString()
        .contains("3 messages: 2 evaluated", "1 under way");

    Group nobody = new Group("ao-handle", "Empty", List.of(), Map.of(), Map.of());
    assertThat(text(Map.of("ao-handle", nobody)))
        .anyMatch(line -> line.contains("which nobody reads for (no member)"));

    Group past = new Group("ao-handle", "Stable", List.of(), Map.of(partition, 2L), Map.of());
    assertThat(text(Map.of("ao-handle", past)))
        .anyMatch(line -> line.endsWith("among what was read: ao-handle has taken it"))
        .last()
        .asString()
        .contains("nothing under way");
    assertThat(text(Map.of())).anyMatch(line -> line.endsWith("its group may not be seen"));
  }

  @Test
  void what_is_not_delivered_waits_for_the_messenger() {
    relay();
    Group messenger = new Group("gateway-messenger", "Empty", List.of(), Map.of(), Map.of());

    assertThat(text(Map.of("gateway-messenger", messenger)))
        .anyMatch(
            line ->
                line.contains("Notify to bobAAAAAA… is on no topic yet: waits for")
                    && line.contains("0 records before it on ao.session.outbox/0"));
  }

  @Test
  void a_push_that_arrives_twice_and_a_result_that_is_published_twice_are_one_message() {
    relay();
    notified();
    Place again =
        records.push("handle", NOTIFY, SESSION, BOB, ROOT, 5, Tags.of(Names.ACTION, "Notify"));
    records.result("handle", BOB, NOTIFY, "Notify", 9, ROOT, Result.nothing());

    assertThat(text(Map.of()))
        .anyMatch(line -> line.endsWith("arrived again at " + again + ", with no second effect"))
        .last()
        .asString()
        .startsWith("3 messages: 3 evaluated");
  }

  @Test
  void a_dead_letter_is_where_its_record_stood() {
    relay();
    Place stood =
        records.push("handle", NOTIFY, SESSION, BOB, ROOT, 5, Tags.of(Names.ACTION, "Notify"));
    records.dead("handle", stood, "NotSigned", ROOT.getBytes(StandardCharsets.US_ASCII));
    Place elsewhere = new Place("ao.handle.inbox", 3, 44);
    records.dead("handle", elsewhere, "NotJson", ROOT.getBytes(StandardCharsets.US_ASCII));

    List<String> text = text(Map.of());
    assertThat(text)
        .anyMatch(line -> line.contains("dead letter handle@0: NotSigned, stood at " + stood))
        .anyMatch(line -> line.contains("dead letter handle@1: NotJson, stood at " + elsewhere))
        .noneMatch(line -> line.contains("not evaluated yet"))
        .last()
        .asString()
        .contains("2 dead letters", "nothing under way");
    assertThat(String.join("\n", text)).doesNotContain(Records.SECRET);
  }

  @Test
  void a_result_that_can_not_be_delivered_is_a_dead_letter_too() {
    records.fromWallet("handle", ROOT, WALLET, ALICE, "RelayMessage");
    Place result =
        records.result(
            "handle",
            ALICE,
            ROOT,
            "RelayMessage",
            7,
            ROOT,
            Result.of(List.of(message(SESSION, 5, "SendMessage")), List.of()));
    records.dead("handle", result, "Unsendable", ROOT.getBytes(StandardCharsets.US_ASCII));

    assertThat(text(Map.of()))
        .anyMatch(line -> line.contains("dead letter handle@0: Unsendable"))
        .anyMatch(line -> line.endsWith("was not delivered: see the dead letter"));
  }

  @Test
  void a_birth_and_its_answer_are_below_the_spawn() {
    records.fromWallet("registry", ROOT, WALLET, id("registry"), "Register");
    records.result(
        "registry",
        id("registry"),
        ROOT,
        "Register",
        0,
        ROOT,
        Result.of(List.of(), List.of(Records.spawn(8))));
    assertThat(text(Map.of())).anyMatch(line -> line.contains("spawn is on no topic yet"));

    records.ofSpawn(
        "handle", ALICE, id("registry"), ALICE, ROOT, 8, Tags.of(Names.TYPE, "Process"));
    records.result("handle", ALICE, ALICE, "", 0, ROOT, Result.nothing());
    records.ofSpawn(
        "registry",
        id("spawned"),
        id("registry"),
        id("registry"),
        ROOT,
        8,
        Tags.of(Names.ACTION, Names.SPAWNED));

    assertThat(text(Map.of()))
        .anyMatch(line -> line.contains("  birth of aliceAAAA… by registryA…"))
        .anyMatch(line -> line.contains("  Spawned spawnedAA… from registryA… to registryA…"))
        .noneMatch(line -> line.contains("on no topic yet"))
        .noneMatch(line -> line.contains("was not read"));
  }

  @Test
  void refusals_and_failures_are_named() {
    records.fromWallet("registry", ROOT, WALLET, id("registry"), "Register");
    records.result(
        "registry",
        id("registry"),
        ROOT,
        "Register",
        4,
        ROOT,
        Records.refusal(WALLET, 8, "HandleTaken"));
    assertThat(text(Map.of())).anyMatch(line -> line.endsWith("nonce 4, refused: HandleTaken"));

    Records failing = new Records();
    failing.fromWallet("registry", ROOT, WALLET, id("registry"), "Register");
    failing.result(
        "registry", id("registry"), ROOT, "Register", 4, ROOT, Result.failed("handler\nfailed"));
    assertThat(text(failing.seen(false), ROOT, Map.of(), false))
        .anyMatch(line -> line.endsWith("nonce 4, failed: handler failed"));
  }

  @Test
  void a_tree_without_its_beginning_says_so_and_marks_what_was_asked_for() {
    records.push("session", SEND, ALICE, SESSION, ROOT, 5, Tags.of(Names.ACTION, "SendMessage"));

    assertThat(text(records.seen(false), SEND, Map.of(), false))
        .anyMatch(line -> line.endsWith("◀ asked for"))
        .anyMatch(line -> line.contains("look further back with --back"));
  }

  @Test
  void results_that_name_each_other_end() {
    Result both = Result.of(List.of(message(BOB, 5, "Loop"), message(BOB, 5, "Loop")), List.of());
    records.push("handle", SEND, BOB, BOB, ROOT, 5, Tags.of(Names.ACTION, "Loop"));
    records.push("handle", NOTIFY, BOB, BOB, ROOT, 5, Tags.of(Names.ACTION, "Loop"));
    records.result("handle", BOB, SEND, "Loop", 1, ROOT, both);
    records.result("handle", BOB, NOTIFY, "Loop", 2, ROOT, both);
    records.fromWallet("handle", ROOT, WALLET, BOB, "Begin");
    records.result("handle", BOB, ROOT, "Begin", 3, ROOT, both);

    assertThat(text(Map.of())).hasSizeLessThan(20);
  }

  @Test
  void contents_are_printed_when_asked_for_and_never_control_the_terminal() {
    records.fromWallet("handle", ROOT, WALLET, ALICE, "Re\u001b[31mlay\nSecond line");

    assertThat(String.join("\n", text(Map.of()))).doesNotContain(Records.SECRET, "\u001b");
    assertThat(text(records.seen(true), ROOT, Map.of(), true))
        .anyMatch(line -> line.contains("Data " + Records.SECRET))
        .anyMatch(line -> line.contains(ROOT))
        .noneMatch(line -> line.contains("signature") || line.contains("key-of-owner"));
  }

  private List<String> text(Map<String, Group> groups) {
    return text(records.seen(false), ROOT, groups, false);
  }

  private static List<String> text(
      List<Seen> seen, String asked, Map<String, Group> groups, boolean full) {
    Trace trace = new Trace(asked, Chain.of(seen), List.of(), groups, 0, Instant.EPOCH, Set.of());
    return TraceText.of(trace, full).stream().map(Line::text).toList();
  }
}
