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
import mostao.ao.turn.Admission;
import mostao.ao.turn.Received;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Headers;
import mostao.gateway.stack.Client.Reply;
import mostao.gateway.stack.Scene;
import mostao.gateway.stack.Stack;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Stack.class)
class PostTest {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private Scene scene;

  @BeforeEach
  void open() {
    scene = Scene.open();
  }

  @Test
  void anAcceptedItemIsOnTheTopicWithAllThatIsNeededToVerifyIt() {
    VerifiedItem item = Scene.message(scene.registry(), "Action", "QueryHandle");
    Reply reply =
        scene
            .client()
            .send(
                scene
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
        scene.log().all("ao.registry.inbox").stream()
            .filter(found -> Scene.item(found).id().equals(item.id()))
            .findFirst()
            .orElseThrow();
    assertThat(record.key()).isEqualTo(scene.registry());
    assertThat(Scene.header(record, Headers.ID)).isEqualTo(item.id());
    assertThat(Scene.header(record, Headers.FROM)).isEqualTo(item.owner());
    assertThat(Scene.header(record, Headers.TARGET)).isEqualTo(scene.registry());
    assertThat(Scene.header(record, Headers.ACTION)).isEqualTo("QueryHandle");
    assertThat(Scene.header(record, Headers.TYPE)).isEqualTo("Message");
    assertThat(Scene.header(record, Headers.TRACEPARENT)).isEqualTo(TRACE);
    Received received =
        new Received(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            record.value());
    assertThat(new Admission(Verifier.withBouncyCastle()).admit(received))
        .isInstanceOf(Decoded.Ok.class);
  }

  @Test
  void postingAgainGivesTheSameAnswer() {
    byte[] bytes = Scene.message(scene.registry(), "Action", "Register").bytes();
    Reply first = scene.client().post(bytes);
    Reply second = scene.client().post(bytes);
    assertThat(second.status()).isEqualTo(first.status()).isEqualTo(202);
    assertThat(second.json()).isEqualTo(first.json());
  }

  @Test
  void aProcessThatAnotherGatewayRecordedIsKnownAtOnce() {
    for (int i = 0; i < 20; i++) {
      String process = scene.list("handle");
      assertThat(scene.client().post(Scene.message(process).bytes()).status()).isEqualTo(202);
    }
  }

  @Test
  void whatIsRefusedIsOnNoTopic() {
    Map<String, Integer> before = scene.counts();
    byte[] good = Scene.message(scene.registry()).bytes();
    refused(400, "InvalidItem", scene.client().post(new byte[0]));
    refused(400, "InvalidItem", scene.client().post(new byte[] {1, 2, 3}));
    refused(400, "InvalidItem", scene.client().post(Arrays.copyOf(good, good.length + 1)));
    refused(400, "InvalidItem", scene.client().post(Arrays.copyOf(good, good.length - 1)));
    // One bit of the signature, of a tag, of the data.
    for (int at : List.of(10, good.length - 30, good.length - 1)) {
      byte[] flipped = good.clone();
      flipped[at] ^= 1;
      refused(400, "InvalidItem", scene.client().post(flipped));
    }
    refused(
        400,
        "InvalidItem",
        scene.client().post("/", "text/plain", BodyPublishers.ofByteArray(good)));
    refused(
        400,
        "InvalidItem",
        scene.client().post("/", "application/json", BodyPublishers.ofString("{}")));
    refused(400, "InvalidItem", scene.client().post(Scene.message("").bytes()));
    refused(400, "NotAo", scene.client().post(item(scene.registry(), "Type", "Message")));
    refused(
        400,
        "NotAo",
        scene.client().post(item(scene.registry(), "Data-Protocol", "ao", "Type", "Foo")));
    refused(
        403,
        "Forged",
        scene
            .client()
            .post(Scene.message(scene.registry(), "From-Process", scene.registry()).bytes()));
    String nobody = Scene.newId();
    Reply unknown = scene.client().post(Scene.message(nobody).bytes());
    refused(404, "UnknownProcess", unknown);
    assertThat(unknown.json().path("error").asText()).contains(nobody);
    refused(
        403,
        "SpawnRefused",
        scene
            .client()
            .post(
                item(
                    "",
                    "Data-Protocol",
                    "ao",
                    "Type",
                    "Process",
                    "Module",
                    scene.module("handle"),
                    "Scheduler",
                    scene.scheduler())));
    refused(
        400,
        "InvalidRequest",
        scene
            .client()
            .post(
                "/?process-id=x&assign=y",
                "application/octet-stream",
                BodyPublishers.ofByteArray(good)));
    refused(413, "TooLarge", scene.client().post(new byte[1_056_769]));
    refused(
        413,
        "TooLarge",
        scene
            .client()
            .post(
                "/",
                "application/octet-stream",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1_500_000]))));
    assertThat(scene.counts()).isEqualTo(before);
  }

  @Test
  void anItemOfOneMebibyteIsTaken() {
    byte[] data = new byte[1024 * 1024];
    Arrays.fill(data, (byte) '"');
    byte[] item =
        Draft.empty()
            .to(scene.registry())
            .tags(Tags.of("Data-Protocol", "ao", "Type", "Message").list())
            .tag("Unique", Scene.newId())
            .data(data)
            .sign(Scene.wallet())
            .orThrow()
            .bytes();
    accepted(scene.client().post(item));
    accepted(
        scene
            .client()
            .post(
                "/",
                "application/octet-stream",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(item))));
  }

  @Test
  void theHomePageTellsWhatAClientMustKnow() {
    assertThat(scene.home().path("name").asText()).isEqualTo("MostAO");
    assertThat(scene.home().path("version").asText()).isNotEmpty();
    assertThat(scene.registry()).hasSize(43);
    assertThat(scene.home().path("scheduler").asText())
        .isEqualTo(Stack.current().scheduler().address());
    assertThat(scene.home().path("modules")).hasSize(3);
    assertThat(scene.home().path("units").path("handle").asText()).startsWith("http://");
    assertThat(scene.home().path("reads").asText()).isEqualTo("private");
  }

  @Test
  void whatIsNotThereIsRefusedInJson() {
    refused(404, "NotFound", scene.client().get("/nothing"));
    refused(404, "NotFound", scene.client().get("/nothing/at/all"));
    refused(
        405,
        "NotAllowed",
        scene.client().send(scene.client().request("/").PUT(BodyPublishers.ofString("x"))));
  }

  @Test
  void doubledSlashesMakeNoDifference() {
    refused(400, "InvalidRequest", scene.client().get("//result/abc?process-id=x"));
    Reply reply = scene.client().get("//results//" + scene.registry() + "?limit=0");
    refused(400, "InvalidRequest", reply);
    assertThat(reply.json().path("error").asText()).contains("limit");
  }

  @Test
  void browsersOfAnyOriginMayAsk() {
    for (String path : List.of("/", "/dry-run")) {
      Reply preflight =
          scene
              .client()
              .send(
                  scene
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
    assertThat(scene.inbox("registry"))
        .anySatisfy(
            item -> {
              assertThat(item.id()).isEqualTo(scene.registry());
              assertThat(item.target()).isEqualTo(scene.registry());
              assertThat(item.owner()).isEqualTo(scene.authority());
            });
    assertThat(scene.log().all("ao.processes"))
        .anySatisfy(record -> assertThat(record.key()).isEqualTo(scene.registry()));
  }

  private static byte[] item(String target, String... tags) {
    return Draft.empty()
        .to(target)
        .tags(Tags.of(tags).list())
        .data("d")
        .sign(Scene.wallet())
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
