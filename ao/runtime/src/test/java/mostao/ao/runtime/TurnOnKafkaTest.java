package mostao.ao.runtime;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import mostao.ao.message.Tag;
import mostao.ao.process.Json;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.testkit.infra.TopicReader;
import mostao.ao.testkit.infra.Wallet;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the inbox topic to the outbox topic, with all of a service in between. */
@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class TurnOnKafkaTest extends CounterCase {
  @Inject KafkaClientService kafka;
  @Inject MeterRegistry meters;

  private KafkaConsumer<String, byte[]> consumer() {
    return kafka.getConsumer("inbox");
  }

  @Test
  void a_message_is_evaluated_stored_and_answered_in_order() {
    born();
    assertThat(reply(ask("Add", "3"))).isEqualTo("{\"total\":3}");
    OutboxRecord second = ask("Add", "4");
    assertThat(reply(second)).isEqualTo("{\"total\":7}");
    assertThat(second.nonce()).isEqualTo(2);
    assertThat(second.timestamp()).isPositive();
  }

  @Test
  void an_outbox_record_has_the_process_as_key_and_headers() {
    born();
    InboxRecord message = message("Add", "1");
    inboxes.put(MODULE, message);
    outbox.awaitResult(pid, message.id());
    ConsumerRecord<String, byte[]> record = outbox.await(2, r -> pid.equals(r.key())).get(1);
    assertThat(TopicReader.header(record, Headers.ID)).contains(message.id());
    assertThat(TopicReader.header(record, Headers.FROM)).contains(pid);
    assertThat(TopicReader.header(record, Headers.ACTION)).contains("Add");
  }

  @Test
  void a_redelivered_batch_has_no_second_effect() {
    born();
    RecordMetadata first = inboxes.put(MODULE, message("Add", "1"));
    for (int i = 0; i < 20; i++) {
      inboxes.put(MODULE, message("Add", "1"));
    }
    outbox.awaitResults(pid, 22);

    TopicPartition partition = new TopicPartition(first.topic(), first.partition());
    consumer().seek(partition, first.offset()).await().atMost(Duration.ofSeconds(10));

    OutboxRecord after = ask("Add", "1");
    assertThat(reply(after)).isEqualTo("{\"total\":22}");
    assertThat(after.nonce()).isEqualTo(22);
  }

  @Test
  void the_same_item_posted_twice_is_evaluated_once() {
    born();
    InboxRecord message = message("Add", "5");
    inboxes.putAll(MODULE, List.of(message, message));
    outbox.awaitResult(pid, message.id());
    inboxes.put(MODULE, message);
    OutboxRecord after = ask("View", "");
    assertThat(reply(after)).isEqualTo("{\"total\":5}");
    assertThat(after.nonce()).isEqualTo(2);
  }

  @Test
  void offsets_are_committed_once_the_results_are_out() {
    born();
    RecordMetadata last = inboxes.put(MODULE, message("Add", "1"));
    TopicPartition partition = new TopicPartition(last.topic(), last.partition());
    await(
        "the offset is committed",
        () -> {
          Map<TopicPartition, OffsetAndMetadata> committed =
              consumer().committed(partition).await().atMost(Duration.ofSeconds(10));
          return committed.get(partition) != null
              && committed.get(partition).offset() > last.offset();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Fail", "Recurse", "ReadBadly", "StoreBadly", "BreakTables", "HalfPair"})
  void what_a_handler_breaks_is_an_error_of_its_message_alone(String action) {
    born();
    ask("Add", "1");
    OutboxRecord failed = ask(action, "something private");
    assertThat(failed.result().error()).isPresent();
    assertThat(failed.result().error().get()).doesNotContain("private");
    assertThat(failed.result().messages()).isEmpty();
    OutboxRecord after = ask("Add", "1");
    assertThat(reply(after)).isEqualTo("{\"total\":2}");
    assertThat(after.nonce()).isEqualTo(3);
  }

  @Test
  void messages_in_one_batch_with_a_broken_one_are_evaluated() {
    born();
    List<InboxRecord> batch = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      batch.add(message(i == 50 ? "StoreBadly" : "Add", "1"));
    }
    inboxes.putAll(MODULE, batch);
    OutboxRecord last = outbox.awaitResult(pid, batch.get(99).id());
    assertThat(reply(last)).isEqualTo("{\"total\":99}");
  }

  @Test
  void nonces_have_no_gap_and_time_never_goes_back() {
    born();
    List<InboxRecord> posts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      posts.add(message("Add", "1"));
    }
    posts.parallelStream().forEach(post -> inboxes.put(MODULE, post));
    List<OutboxRecord> results = outbox.awaitResults(pid, 201);
    assertThat(results)
        .extracting(OutboxRecord::nonce)
        .containsExactlyElementsOf(LongStream.rangeClosed(0, 200).boxed().toList());
    assertThat(results).extracting(OutboxRecord::timestamp).isSorted();
    JsonNode slots =
        Json.parse(given().get("/unit/processes/" + pid + "/slots").asString()).orElseThrow();
    assertThat(slots.path("slots")).hasSize(201);
  }

  @Test
  void a_result_too_large_for_the_topic_is_an_error() {
    born();
    assertThat(ask("Long", "500000").result().messages()).hasSize(1);
    assertThat(ask("Long", "1000000").result().error().orElseThrow())
        .contains("at most 2097152 are kept");
    assertThat(reply(ask("Add", "1"))).isEqualTo("{\"total\":1}");
  }

  @Test
  void every_character_survives_in_tags_and_data() {
    born();
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < 0x2000; c++) {
      text.append((char) c);
    }
    text.append("\ufffe\uffff😀");
    String all = text.toString();
    String some = "a\0\u0001\u007f\u0085\u2028😀\"\\ ";
    Tag[] tags = {new Tag("Note-Name", some), new Tag(some, some), new Tag("Empty", "")};

    String kept = reply(ask("Note", all, tags));
    String read = reply(ask("ReadNote", "", new Tag("Note-Name", some)));

    assertThat(read).isEqualTo("{\"note\":" + kept + "}");
    assertThat(Json.parse(kept).orElseThrow().path("data").textValue()).isEqualTo(all);
    assertThat(kept).contains("\\u0000");
  }

  @Test
  void a_bad_record_is_a_dead_letter_and_the_next_is_evaluated() {
    born();
    InboxRecord good = message("Add", "1");
    int partition = inboxes.put(MODULE, good).partition();
    String inbox = Topics.inbox(MODULE);
    InboxRecord other = newProcess();
    InboxRecord toNobody = ALICE.message(other.id(), "Add", "1");
    InboxRecord tampered = tampered(message("Add", "1000"));
    InboxRecord spoken = forged(message("Add", "1000"));

    long garbage = inboxes.putRaw(inbox, partition, pid, utf8("no JSON \0")).offset();
    long tombstone = inboxes.putRaw(inbox, partition, pid, null).offset();
    long noKey = inboxes.putRaw(inbox, partition, null, Wire.encode(message("Add", "1"))).offset();
    long unsigned = inboxes.putRaw(inbox, partition, pid, Wire.encode(tampered)).offset();
    long lying = inboxes.putRaw(inbox, partition, pid, Wire.encode(spoken)).offset();
    long unknown = inboxes.putRaw(inbox, partition, other.id(), Wire.encode(toNobody)).offset();
    long elsewhere =
        inboxes.putRaw(inbox, (partition + 1) % 4, pid, Wire.encode(message("Add", "1"))).offset();
    OutboxRecord after = ask("Add", "1");

    assertThat(reply(after)).isEqualTo("{\"total\":2}");
    assertThat(after.nonce()).isEqualTo(2);
    try (TopicReader letters = TopicReader.ofDeadLetters(MODULE)) {
      assertLetter(letters, partition, garbage, "NotJson", utf8("no JSON \0"));
      assertLetter(letters, partition, tombstone, "NotJson", new byte[0]);
      assertLetter(letters, partition, noKey, "WrongKey", null);
      assertLetter(letters, partition, unsigned, "NotSigned", Wire.encode(tampered));
      assertLetter(letters, partition, lying, "WrongFrom", Wire.encode(spoken));
      assertLetter(letters, partition, unknown, "UnknownProcess", Wire.encode(toNobody));
      assertLetter(letters, (partition + 1) % 4, elsewhere, "WrongPartition", null);
    }
  }

  @Test
  void a_dead_letter_fits_on_its_topic_whatever_its_key_and_size() {
    born();
    String inbox = Topics.inbox(MODULE);
    String key = "k".repeat(1_500_000);
    byte[] value = Wire.encode(message("Add", "x".repeat(1_000_000)));
    RecordMetadata put = inboxes.putRaw(inbox, 0, key, value);
    try (TopicReader letters = TopicReader.ofDeadLetters(MODULE)) {
      assertLetter(letters, 0, put.offset(), "WrongKey", value);
    }
  }

  private static void assertLetter(
      TopicReader letters, int partition, long offset, String reason, byte[] value) {
    ConsumerRecord<String, byte[]> letter =
        letters
            .await(
                1,
                record ->
                    is(record, Headers.SOURCE_PARTITION, partition)
                        && is(record, Headers.SOURCE_OFFSET, offset))
            .get(0);
    assertThat(TopicReader.header(letter, Headers.FAULT)).contains(reason);
    assertThat(TopicReader.header(letter, Headers.SOURCE_TOPIC)).contains(Topics.inbox(MODULE));
    if (value != null) {
      assertThat(Arrays.equals(letter.value(), value)).isTrue();
    }
  }

  private static boolean is(ConsumerRecord<String, byte[]> record, String header, long value) {
    return TopicReader.header(record, header).equals(Optional.of(Long.toString(value)));
  }

  /** Other data under the same signature. */
  private static InboxRecord tampered(InboxRecord good) {
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
        ItemData.of("1"));
  }

  /** Another sender than the item says. */
  private static InboxRecord forged(InboxRecord good) {
    return new InboxRecord(
        good.id(),
        good.owner(),
        good.ownerKey(),
        good.signatureType(),
        good.signature(),
        Wallet.named("mallory").address(),
        good.target(),
        good.anchor(),
        good.tags(),
        good.data());
  }

  @Test
  void many_messages_are_taken_in_batches() {
    born();
    List<InboxRecord> load = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      load.add(message("Add", "1"));
    }
    inboxes.putAll(MODULE, load);
    OutboxRecord last = outbox.awaitResult(pid, load.get(load.size() - 1).id());
    assertThat(reply(last)).isEqualTo("{\"total\":3000}");
    assertThat(meters.get("mostao.turn.records").summary().max()).isGreaterThan(50);
    List<Long> nonces = outbox.results(pid).stream().map(OutboxRecord::nonce).distinct().toList();
    assertThat(nonces).hasSize(3_001).isSorted();
  }
}
