package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.wire.Headers;
import mostao.ao.wire.Topics;
import mostao.client.http.AoClient;
import mostao.client.http.AoMessages;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletType;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An accepted item gets in once; a refused one leaves no trace on a topic. */
@ExtendWith(RunningSystem.class)
class OnceIT {
  private static final String OCTETS = "application/octet-stream";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Wallet WALLET = WalletType.ED25519.create();

  @Test
  void anItemPostedAgainGetsTheSameAnswerAndHasOneEffect() throws Exception {
    try (AoClient client = RunningSystem.client(WALLET)) {
      String registry = client.info().registry();
      VerifiedItem item = register(registry, freshName());
      HttpResponse<String> first = RunningSystem.post("/", OCTETS, item.bytes());
      HttpResponse<String> second = RunningSystem.post("/", OCTETS, item.bytes());
      assertThat(first.statusCode()).isEqualTo(202);
      assertThat(second.statusCode()).isEqualTo(202);
      assertThat(JSON.readTree(second.body()).path("id"))
          .isEqualTo(JSON.readTree(first.body()).path("id"));
      assertThat(JSON.readTree(first.body()).has("known")).isFalse();
      assertThat(JSON.readTree(second.body()).path("known").asBoolean()).isTrue();
      assertThat(JSON.readTree(first.body()).path("id").asText()).isEqualTo(item.id());

      Result result = client.result(item.id(), registry);
      assertThat(result.spawns()).hasSize(1);
      // A Result can be read before it is published.
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(TopicReader.all(Topics.outbox(Topics.REGISTRY)))
                      .filteredOn(row -> TopicReader.header(row, Headers.ID).equals(item.id()))
                      .hasSize(1));
    }
  }

  @Test
  void whatIsRefusedAtTheDoorIsOnNoTopic() throws Exception {
    try (AoClient client = RunningSystem.client(WALLET)) {
      String registry = client.info().registry();
      String name = freshName();
      byte[] good = register(registry, name).bytes();
      byte[] flipped = good.clone();
      flipped[flipped.length - 1] ^= 1;
      refused(400, flipped);
      refused(400, "not an item".getBytes(StandardCharsets.UTF_8));
      refused(400, new byte[0]);
      refused(413, new byte[3 * 1024 * 1024]);
      refused(404, register(WALLET.address(), name).bytes());
      refused(
          403,
          item(registry, Tags.of("Action", "Register", "From-Process", registry), name).bytes());
      refused(
          400,
          signed(
                  Draft.empty()
                      .to(registry)
                      .tag("Action", "Register")
                      .tag("Data-Protocol", "other")
                      .tag("Type", "Message")
                      .data(name))
              .bytes());
      for (Topics.Definition topic : Topics.all()) {
        assertThat(TopicReader.holds(topic.name(), name)).as(topic.name()).isFalse();
      }
    }
  }

  @Test
  void anUnknownActionIsRefusedWithASentence() throws Exception {
    try (AoClient client = RunningSystem.client(WALLET)) {
      String registry = client.info().registry();
      String id = client.post(item(registry, Tags.of("Action", "Abracadabra"), ""));
      Result result = client.result(id, registry);
      assertThat(result.error()).isEmpty();
      assertThat(result.messages().get(0).tags().first("Error")).contains("UnknownAction");
      assertThat(result.messages().get(0).data()).contains("Abracadabra");
    }
  }

  @Test
  void garbageOnAnInboxTopicIsADeadLetterAndThePartitionGoesOn() throws Exception {
    try (AoClient client = RunningSystem.client(WALLET);
        KafkaProducer<String, byte[]> operator =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", RunningSystem.stack().broker().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
      String registry = client.info().registry();
      String mark = UUID.randomUUID().toString();
      operator
          .send(
              new ProducerRecord<>(
                  Topics.inbox(Topics.REGISTRY),
                  registry,
                  ("garbage " + mark).getBytes(StandardCharsets.UTF_8)))
          .get();
      String id = client.post(item(registry, Tags.of("Action", "Info"), ""));
      assertThat(client.result(id, registry).messages()).hasSize(1);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(TopicReader.all(Topics.deadLetters(Topics.REGISTRY)))
                      .filteredOn(row -> TopicReader.text(row).contains(mark))
                      .singleElement()
                      .satisfies(
                          row ->
                              assertThat(TopicReader.header(row, Headers.FAULT))
                                  .isEqualTo("NotJson")));
    }
  }

  @Test
  void anAcceptedItemSurvivesAKilledBrokerAndOthersAreRefused() throws Exception {
    try (AoClient client = RunningSystem.client(WALLET)) {
      String registry = client.info().registry();
      VerifiedItem kept = register(registry, freshName());
      assertThat(RunningSystem.post("/", OCTETS, kept.bytes()).statusCode()).isEqualTo(202);
      RunningSystem.stack().broker().killAbruptly();
      HttpResponse<String> refused =
          RunningSystem.post("/", OCTETS, register(registry, freshName()).bytes());
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(JSON.readTree(refused.body()).path("error").asText()).isNotBlank();
      RunningSystem.stack().broker().start();
      Result result = client.result(kept.id(), registry);
      assertThat(result.spawns()).hasSize(1);
      // And the saga goes on to its end: the handle is spawned and the name is active.
      String name = new String(kept.data(), StandardCharsets.UTF_8);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                Result found = client.dryRun(registry, Tags.of("Action", "QueryHandle"), name);
                assertThat(found.messages().get(0).data()).contains("\"pid\"");
              });
    }
  }

  private static void refused(int status, byte[] body) throws Exception {
    HttpResponse<String> answer = RunningSystem.post("/", OCTETS, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode json = JSON.readTree(answer.body());
    assertThat(json.path("error").asText()).isNotBlank();
    assertThat(json.path("code").asText()).isNotBlank();
  }

  private static VerifiedItem register(String target, String name) {
    return item(target, Tags.of("Action", "Register"), name);
  }

  private static VerifiedItem item(String target, Tags tags, String data) {
    return signed(AoMessages.draft(target, tags, data));
  }

  private static VerifiedItem signed(Draft draft) {
    return ((Reading.Ok<VerifiedItem>) draft.sign(WALLET.signer())).value();
  }

  private static String freshName() {
    return "n" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }
}
