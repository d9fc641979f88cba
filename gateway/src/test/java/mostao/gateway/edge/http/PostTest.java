package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Tags;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Headers;
import mostao.gateway.fixture.Client;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.TestSystem;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSystem.class)
class PostTest {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private GatewayFixture gateway;

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
  }

  @Test
  void anAcceptedItemIsOnTheTopicWithAllThatIsNeededToVerifyIt() {
    VerifiedItem item = GatewayFixture.message(gateway.registry(), "Action", "QueryHandle");
    Reply reply =
        gateway
            .client()
            .send(
                gateway
                    .client()
                    .request("/")
                    .header("Content-Type", "application/octet-stream")
                    .header("traceparent", TRACE)
                    .POST(BodyPublishers.ofByteArray(item.bytes())));
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().path("message").asText()).isEqualTo("Processing DataItem");
    assertThat(reply.json().path("id").asText()).isEqualTo(item.id());
    assertThat(reply.json()).hasSize(2);

    // The answer came after the acknowledgement: it is there without waiting.
    ConsumerRecord<String, byte[]> record =
        gateway.log().all("ao.registry.inbox").stream()
            .filter(found -> GatewayFixture.item(found).id().equals(item.id()))
            .findFirst()
            .orElseThrow();
    assertThat(record.key()).isEqualTo(gateway.registry());
    assertThat(GatewayFixture.header(record, Headers.ID)).isEqualTo(item.id());
    assertThat(GatewayFixture.header(record, Headers.FROM)).isEqualTo(item.owner());
    assertThat(GatewayFixture.header(record, Headers.TARGET)).isEqualTo(gateway.registry());
    assertThat(GatewayFixture.header(record, Headers.ACTION)).isEqualTo("QueryHandle");
    assertThat(GatewayFixture.header(record, Headers.TYPE)).isEqualTo("Message");
    assertThat(GatewayFixture.header(record, Headers.TRACEPARENT)).isEqualTo(TRACE);
    ReceivedRecord received =
        new ReceivedRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            record.value());
    assertThat(new InboxVerifier(Verifier.withBouncyCastle()).verify(received))
        .isInstanceOf(Decoded.Ok.class);
  }

  @Test
  void anItemPostedAgainAndAgainIsAcceptedAndWritesNothing() {
    VerifiedItem item = GatewayFixture.message(gateway.registry(), "Action", "Register");
    Reply first = gateway.client().post(item.bytes());
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.json().has("known")).isFalse();
    Reply second = gateway.client().post(item.bytes());
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(second.json().path("known").asBoolean()).isTrue();
    for (int i = 0; i < 100; i++) {
      assertThat(gateway.client().post(item.bytes()).status()).isEqualTo(202);
    }
    assertThat(gateway.inbox("registry").stream().filter(one -> one.id().equals(item.id())))
        .hasSize(1);
    // An altered item has the same id, since that is the hash of the signature.
    byte[] altered = item.bytes();
    altered[altered.length - 1] ^= 1;
    refused(400, "InvalidItem", gateway.client().post(altered));
  }

  @Test
  void aProcessThatAnotherGatewayRecordedIsKnownAtOnce() {
    for (int i = 0; i < 20; i++) {
      String process = gateway.list("handle");
      assertThat(gateway.client().post(GatewayFixture.message(process).bytes()).status())
          .isEqualTo(202);
    }
  }

  @Test
  void whatIsRefusedIsOnNoTopic() {
    Map<String, Integer> before = gateway.counts();
    byte[] good = GatewayFixture.message(gateway.registry()).bytes();
    refused(400, "InvalidItem", gateway.client().post(new byte[0]));
    refused(400, "InvalidItem", gateway.client().post(new byte[] {1, 2, 3}));
    refused(400, "InvalidItem", gateway.client().post(Arrays.copyOf(good, good.length + 1)));
    refused(400, "InvalidItem", gateway.client().post(Arrays.copyOf(good, good.length - 1)));
    // One bit of the signature, of a tag, of the data.
    for (int at : List.of(10, good.length - 30, good.length - 1)) {
      byte[] flipped = good.clone();
      flipped[at] ^= 1;
      refused(400, "InvalidItem", gateway.client().post(flipped));
    }
    refused(
        400,
        "InvalidItem",
        gateway.client().post("/", "text/plain", BodyPublishers.ofByteArray(good)));
    refused(
        400,
        "InvalidItem",
        gateway.client().post("/", "application/json", BodyPublishers.ofString("{}")));
    refused(400, "InvalidItem", gateway.client().post(GatewayFixture.message("").bytes()));
    refused(400, "NotAo", gateway.client().post(item(gateway.registry(), "Type", "Message")));
    refused(
        400,
        "NotAo",
        gateway.client().post(item(gateway.registry(), "Data-Protocol", "ao", "Type", "Foo")));
    refused(
        403,
        "Forged",
        gateway
            .client()
            .post(
                GatewayFixture.message(gateway.registry(), "From-Process", gateway.registry())
                    .bytes()));
    String nobody = GatewayFixture.newId();
    Reply unknown = gateway.client().post(GatewayFixture.message(nobody).bytes());
    refused(404, "UnknownProcess", unknown);
    assertThat(unknown.json().path("error").asText()).contains(nobody);
    refused(
        403,
        "SpawnRefused",
        gateway
            .client()
            .post(
                item(
                    "",
                    "Data-Protocol",
                    "ao",
                    "Type",
                    "Process",
                    "Module",
                    gateway.module("handle"),
                    "Scheduler",
                    gateway.scheduler())));
    refused(
        400,
        "InvalidRequest",
        gateway
            .client()
            .post(
                "/?process-id=x&assign=y",
                "application/octet-stream",
                BodyPublishers.ofByteArray(good)));
    refused(413, "TooLarge", gateway.client().post(new byte[1_056_769]));
    refused(
        413,
        "TooLarge",
        gateway
            .client()
            .post(
                "/",
                "application/octet-stream",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1_500_000]))));
    assertThat(gateway.counts()).isEqualTo(before);
  }

  @Test
  void anItemOfOneMebibyteIsTaken() {
    byte[] data = new byte[1024 * 1024];
    Arrays.fill(data, (byte) '"');
    byte[] item =
        Draft.empty()
            .to(gateway.registry())
            .tags(Tags.of("Data-Protocol", "ao", "Type", "Message"))
            .tag("Unique", GatewayFixture.newId())
            .data(data)
            .sign(GatewayFixture.wallet())
            .orThrow()
            .bytes();
    accepted(gateway.client().post(item));
    accepted(
        gateway
            .client()
            .post(
                "/",
                "application/octet-stream",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(item))));
  }

  @Test
  void theHomePageTellsWhatAClientMustKnow() {
    assertThat(gateway.home().path("name").asText()).isEqualTo("MostAO");
    assertThat(gateway.home().path("version").asText()).isNotEmpty();
    assertThat(gateway.registry()).hasSize(43);
    assertThat(gateway.home().path("scheduler").asText())
        .isEqualTo(TestSystem.current().scheduler().address());
    assertThat(gateway.home().path("modules")).hasSize(3);
    // Where the units are, and how they are, is told on the management port alone.
    assertThat(gateway.home().has("units")).isFalse();
    for (String path : List.of("/q/units", "/q/health", "/q/health/ready", "/q/metrics")) {
      assertThat(gateway.client().get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(Client.ofOperator().get("/q/units").json().path("handle").asText())
        .startsWith("http://");
    assertThat(gateway.health("live").status()).isEqualTo(200);
    assertThat(gateway.home().path("reads").asText()).isEqualTo("private");
  }

  @Test
  void whatIsNotThereIsRefusedInJson() {
    refused(404, "NotFound", gateway.client().get("/nothing"));
    refused(404, "NotFound", gateway.client().get("/nothing/at/all"));
    refused(
        405,
        "NotAllowed",
        gateway.client().send(gateway.client().request("/").PUT(BodyPublishers.ofString("x"))));
  }

  @Test
  void doubledSlashesMakeNoDifference() {
    refused(400, "InvalidRequest", gateway.client().get("//result/abc?process-id=x"));
    Reply reply =
        gateway.client().get("//results//" + gateway.registry() + "?limit=0", gateway.operator());
    refused(400, "InvalidRequest", reply);
    assertThat(reply.json().path("error").asText()).contains("limit");
  }

  @Test
  void browsersOfAnyOriginMayAsk() {
    for (String path : List.of("/", "/dry-run")) {
      Reply preflight =
          gateway
              .client()
              .send(
                  gateway
                      .client()
                      .request(path)
                      .header("Origin", "https://app.example")
                      .header("Access-Control-Request-Method", "POST")
                      .header("Access-Control-Request-Headers", "content-type")
                      .method("OPTIONS", BodyPublishers.noBody()));
      assertThat(preflight.status()).isEqualTo(200);
      assertThat(preflight.header("access-control-allow-origin")).isEqualTo("https://app.example");
      assertThat(preflight.header("access-control-allow-methods")).contains("POST");
      assertThat(preflight.header("access-control-allow-headers")).contains("content-type");
    }
  }

  @Test
  void theRegistryIsBornAndListed() {
    assertThat(gateway.inbox("registry"))
        .anySatisfy(
            item -> {
              assertThat(item.id()).isEqualTo(gateway.registry());
              assertThat(item.target()).isEqualTo(gateway.registry());
              assertThat(item.owner()).isEqualTo(gateway.authority());
            });
    assertThat(gateway.log().all("ao.processes"))
        .anySatisfy(record -> assertThat(record.key()).isEqualTo(gateway.registry()));
  }

  private static byte[] item(String target, String... tags) {
    return Draft.empty()
        .to(target)
        .tags(Tags.of(tags))
        .data("d")
        .sign(GatewayFixture.wallet())
        .orThrow()
        .bytes();
  }

  private static void accepted(Reply reply) {
    assertThat(reply.status()).as(reply.response().body()).isEqualTo(202);
  }

  private static void refused(int status, String code, Reply reply) {
    assertThat(reply.json().path("code").asText()).isEqualTo(code);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().path("error").asText()).isNotEmpty();
    assertThat(reply.header("content-type")).startsWith("application/json");
  }
}
