package mostao.local.watch;

import static mostao.local.watch.Records.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.client.terminal.Ink;
import mostao.local.os.StartFailure;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTextTest {
  private static final String WALLET = id("wallet");
  private static final String ALICE = id("alice");
  private static final String ROOT = id("root");
  private static final TailFilter ALL = new TailFilter(Set.of(), Set.of(), Set.of(), Set.of());

  private final Records records = new Records();

  private void registered() {
    records.fromWallet("handle", ROOT, WALLET, ALICE, "Register");
    records.result(
        "handle", ALICE, ROOT, "Register", 4, ROOT, Records.refusal(WALLET, 1, "Blocked"));
    records.told(ALICE, ROOT, 0, id("reply"), WALLET, ROOT);
    Place garbage = records.garbage("ao.handle.inbox", "garbage " + Records.SECRET);
    records.dead("handle", garbage, "NotJson", Records.SECRET.getBytes(StandardCharsets.UTF_8));
    records.push("handle", id("push"), ALICE, ALICE, ROOT, 2, Tags.of(Names.ACTION, "Notify"));
    records.result("handle", ALICE, id("push"), "Notify", 5, ROOT, Result.nothing());
  }

  @Test
  void every_kind_of_record_is_a_line_without_contents() {
    registered();

    assertThat(tail(ALL, false, false))
        .containsExactly(
            "00:00:01.000  ao.handle.inbox/0@0        Register rootAAAAA… from walletAAA… to"
                + " aliceAAAA…",
            "00:00:01.001  ao.handle.outbox/0@0       Register rootAAAAA… by aliceAAAA…  nonce 4,"
                + " refused: Blocked",
            "00:00:01.002  ao.wallet.inbox/0@0        (no Action) replyAAAA… from aliceAAAA… to"
                + " wallet walletAAA…",
            "00:00:01.003  ao.handle.inbox/0@1        not a message: NotJson",
            "00:00:01.004  ao.handle.inbox.dlq/0@0    dead letter handle@0: NotJson, stood at"
                + " ao.handle.inbox/0@1",
            "00:00:01.005  ao.handle.inbox/0@2        Notify pushAAAAA… from aliceAAAA… to"
                + " aliceAAAA…",
            "00:00:01.006  ao.handle.outbox/0@1       Notify pushAAAAA… by aliceAAAA…  nonce 5,"
                + " Result: 0 messages");
  }

  @Test
  void contents_and_whole_ids_come_when_asked_for() {
    registered();

    assertThat(tail(ALL, true, true).get(0))
        .endsWith(
            "Register " + ROOT + " from " + WALLET + " to " + ALICE + "  Data " + Records.SECRET);
    assertThat(String.join("\n", tail(ALL, true, true)))
        .doesNotContain("key-of-owner", "signature", "garbage");
  }

  @Test
  void filters_choose_by_party_action_sender_and_outcome() {
    registered();

    assertThat(tail(new TailFilter(Set.of(WALLET), Set.of(), Set.of(), Set.of()))).hasSize(2);
    assertThat(tail(new TailFilter(Set.of(), Set.of("Notify"), Set.of(), Set.of()))).hasSize(2);
    assertThat(tail(new TailFilter(Set.of(), Set.of(), Set.of(WALLET), Set.of())))
        .singleElement()
        .asString()
        .contains("Register");
    assertThat(tail(outcome(Outcome.REFUSED))).singleElement().asString().contains("Blocked");
    assertThat(tail(outcome(Outcome.DEAD))).singleElement().asString().contains("handle@0");
    assertThat(tail(outcome(Outcome.RESULT))).singleElement().asString().contains("Notify");
    assertThat(tail(outcome(Outcome.ERROR))).isEmpty();
  }

  private static TailFilter outcome(Outcome outcome) {
    return new TailFilter(Set.of(), Set.of(), Set.of(), Set.of(outcome));
  }

  private List<String> tail(TailFilter filter) {
    return tail(filter, false, false);
  }

  private List<String> tail(TailFilter filter, boolean full, boolean data) {
    TailText text = new TailText(filter, full, data);
    return records.all().stream().flatMap(one -> text.of(one).stream()).map(Line::text).toList();
  }

  @Test
  void a_search_keeps_the_chain_up_to_a_limit_and_the_latest_messages_of_a_process() {
    registered();
    Trace.Search search = search(ROOT, 2);
    assertThat(search.chain()).hasSize(2);
    assertThat(search.isCut()).isTrue();
    assertThat(search(ROOT, 10).isCut()).isFalse();
    assertThat(search(ROOT, 10).latest()).isEmpty();

    assertThat(search(id("push"), 10).root()).contains(ROOT);
    assertThat(search(id("reply"), 10).root()).contains(ROOT);
    assertThat(search(ALICE + "@5", 10).root()).contains(ROOT);
    assertThat(search(ALICE + "@5", 10).message()).contains(id("push"));
    assertThat(search(ALICE + "@6", 10).root()).isEmpty();

    for (int i = 0; i < 20; i++) {
      records.fromWallet("handle", id("m" + i), WALLET, ALICE, "Info");
    }
    List<Seen> latest = search(ALICE, 10).latest();
    assertThat(latest).hasSize(10);
    assertThat(((Seen.Taken) latest.get(9)).id()).isEqualTo(id("m19"));
  }

  private Trace.Search search(String asked, int most) {
    Trace.Search search = new Trace.Search(Trace.Wanted.parse(asked), most);
    records.seen(false).forEach(search::add);
    return search;
  }

  @Test
  void what_is_no_id_is_refused_before_anything_is_read() {
    for (String text :
        List.of("", "short", ROOT + "x", ROOT + "@", ROOT + "@-1", "\u001b" + ROOT)) {
      assertThatThrownBy(() -> Trace.Wanted.parse(text))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("is not an id");
    }
  }

  @Test
  void lag_is_a_line_a_group_and_one_a_partition() {
    TopicPartition first = new TopicPartition("ao.handle.inbox", 0);
    TopicPartition second = new TopicPartition("ao.handle.inbox", 1);
    Group group =
        new Group(
            "ao-handle",
            "Stable",
            List.of("h@10.0.0.1"),
            Map.of(first, 7L),
            Map.of(first, "h@10.0.0.1"));
    Lag.OfGroup read =
        new Lag.OfGroup(
            group,
            List.of(
                new Lag.OfPartition(first, 7, 10, Optional.of(1_000L), Optional.of("h@10.0.0.1")),
                new Lag.OfPartition(second, 0, 0, Optional.empty(), Optional.empty())));
    Group nobody = new Group("x\u001b[2J", "Empty", List.of(), Map.of(), Map.of());
    Lag lag = new Lag(List.of(read, new Lag.OfGroup(nobody, List.of())), Set.of());

    List<Line> lines = LagText.of(lag, true, 3_500);
    assertThat(lines.stream().map(Line::text))
        .containsExactly(
            "ao-handle            Stable         2 partitions  lag        3  oldest     2.5 s"
                + "  h@10.0.0.1 (1)",
            "  ao.handle.inbox/0          next         7  end        10  lag        3  oldest"
                + "     2.5 s  h@10.0.0.1",
            "  ao.handle.inbox/1          next         0  end         0  lag        0  oldest"
                + "         -  no owner",
            "x?[2J                Empty          0 partitions  lag        0  oldest         -"
                + "  no member");
    assertThat(lines.stream().map(Line::ink))
        .containsExactly(Ink.YELLOW, Ink.YELLOW, Ink.RED, Ink.RED);
    assertThat(LagText.of(lag, false, 3_500)).hasSize(2);
  }

  @Test
  void a_missing_right_is_named_with_what_it_is_of() {
    assertThat(Failures.sentence(new TopicAuthorizationException(Set.of("ao.b", "ao.a"))))
        .isEqualTo("this user lacks the right Read or Describe of topic ao.a, ao.b");
    assertThat(Failures.sentence(GroupAuthorizationException.forGroupId("ao-handle")))
        .isEqualTo("this user lacks the right Describe of group ao-handle");
    assertThat(Failures.sentence(new ClusterAuthorizationException("no")))
        .contains("Describe of the cluster");
    assertThat(Failures.sentence(new SaslAuthenticationException("password is p4ss")))
        .contains("does not accept who this is", "--kafka-config")
        .doesNotContain("p4ss");
    assertThat(
            Failures.sentence(
                new KafkaException(
                    "Failed to find brokers",
                    new KafkaException(new SslAuthenticationException("no")))))
        .contains("does not accept who this is (SslAuthenticationException)");
  }

  @Test
  void a_client_file_names_the_broker_or_is_refused(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("client.properties");
    Files.writeString(file, "bootstrap.servers=kafka:9093\nsecurity.protocol=SSL\n");
    assertThat(KafkaConnection.of(Optional.empty(), Optional.of(file)).servers())
        .isEqualTo("kafka:9093");
    assertThat(KafkaConnection.of(Optional.of("other:1"), Optional.of(file)).servers())
        .isEqualTo("other:1");

    Files.writeString(file, "security.protocol=SSL\n");
    assertThatThrownBy(() -> KafkaConnection.of(Optional.empty(), Optional.of(file)))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("has no bootstrap.servers");
    assertThatThrownBy(
            () -> KafkaConnection.of(Optional.empty(), Optional.of(folder.resolve("none"))))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("cannot be read");
  }
}
