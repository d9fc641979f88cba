package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.SignatureType;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.assignment.Assignment;
import mostao.ao.assignment.Slot;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.InboxRecord;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.StubUnitLog;
import mostao.gateway.fixture.TestSystem;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestSystem.class)
class SchedulerTest {
  private static final Signer ALICE = TestWallets.signer(21);
  private static final Signer EVE = TestWallets.signer(22);

  private GatewayFixture gateway;
  private String operator;

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
    operator = gateway.operator();
  }

  /** As who may list registries. */
  private Reply list(String path) {
    return gateway.client().get(path, operator);
  }

  /** An open registry of another wallet, with its birth evaluated. */
  private String born(String module, String... tags) {
    String process = gateway.list(module, tags);
    InboxRecord likeABirth =
        record(GatewayFixture.message(GatewayFixture.newId(), "Type", "Process"), process);
    InboxRecord birth =
        new InboxRecord(
            process,
            likeABirth.owner(),
            likeABirth.ownerKey(),
            likeABirth.signatureType(),
            likeABirth.signature(),
            likeABirth.owner(),
            process,
            "",
            likeABirth.tags(),
            likeABirth.data());
    log = new StubUnitLog(gateway.units(), process).add(1_000, birth);
    return process;
  }

  private StubUnitLog log;

  private static InboxRecord record(VerifiedItem item, String process) {
    return InboxVerifier.record(item, item.owner(), process);
  }

  private InboxRecord add(String process, long timestamp) {
    InboxRecord message = record(GatewayFixture.message(process, "Action", "Act"), process);
    log.add(timestamp, message);
    return message;
  }

  private static List<JsonNode> nodes(Reply page) {
    assertThat(page.status()).as(page.json().toString()).isEqualTo(200);
    List<JsonNode> nodes = new ArrayList<>();
    page.json().path("edges").forEach(edge -> nodes.add(edge.path("node")));
    return nodes;
  }

  private static String tag(JsonNode assignment, String name) {
    for (JsonNode tag : assignment.path("tags")) {
      if (tag.path("name").asText().equals(name)) {
        return tag.path("value").textValue();
      }
    }
    return "none";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/su"})
  void aPageHasTheContractsShapeAndAChainThatVerifies(String prefix) throws Exception {
    String process = born("registry");
    InboxRecord first = add(process, 2_000);
    add(process, 3_000);
    Reply page = list(prefix + "/" + process + "?process-id=" + process);
    assertThat(page.json().path("page_info").path("has_next_page").asBoolean(true)).isFalse();
    assertThat(page.json().path("edges").get(1).path("cursor").textValue()).isEqualTo("2000");
    List<JsonNode> nodes = nodes(page);
    assertThat(nodes).hasSize(3);
    assertThat(nodes.get(0).path("message").path("id").asText()).isEqualTo(process);
    assertThat(nodes.get(0).path("message").path("target").asText()).isEmpty();
    assertThat(tag(nodes.get(0).path("assignment"), "Message")).isEqualTo("none");
    JsonNode message = nodes.get(1).path("message");
    assertThat(message.path("id").asText()).isEqualTo(first.id());
    assertThat(message.path("owner").path("address").asText()).isEqualTo(first.owner());
    assertThat(message.path("owner").path("key").asText()).isEqualTo(first.ownerKey());
    assertThat(message.path("data").asText()).isEqualTo("data");
    assertThat(message.path("target").asText()).isEqualTo(process);
    assertThat(message.path("anchor").getNodeType()).isEqualTo(JsonNodeType.NULL);
    byte[] hash = sha256(decode(process));
    for (int nonce = 0; nonce < nodes.size(); nonce++) {
      JsonNode assignment = nodes.get(nonce).path("assignment");
      assertThat(tag(assignment, "Nonce")).isEqualTo(Integer.toString(nonce));
      assertThat(tag(assignment, "Hash-Chain")).isEqualTo(Base64Url.encode(hash));
      assertThat(tag(assignment, "Block-Height")).hasSize(12);
      assertThat(assignment.path("anchor").getNodeType()).isEqualTo(JsonNodeType.NULL);
      assertThat(assignment.path("target").textValue()).isEmpty();
      assertThat(assignment.path("owner").path("address").asText()).isEqualTo(gateway.scheduler());
      verify(assignment);
      hash = sha256(decode(assignment.path("id").asText()), hash);
    }
  }

  /** From what the page shows alone. */
  private static void verify(JsonNode assignment) {
    List<Tag> tags = new ArrayList<>();
    assignment
        .path("tags")
        .forEach(t -> tags.add(new Tag(t.path("name").asText(), t.path("value").asText())));
    DataItem item =
        DataItem.of(
                SignatureType.ED25519,
                decode(assignment.path("signature").asText()),
                decode(assignment.path("owner").path("key").asText()),
                new byte[0],
                new byte[0],
                new Tags(tags),
                new byte[0])
            .orThrow();
    assertThat(new Verifier().verify(item).orThrow().id())
        .isEqualTo(assignment.path("id").asText());
  }

  @Test
  void whatIsNoLongerKeptIsNotPassedOverUnawares() throws Exception {
    String process = born("registry");
    for (long time : new long[] {2_000, 3_000, 4_000}) {
      add(process, time);
    }
    String chain = tag(nodes(list("/" + process)).get(3).path("assignment"), "Hash-Chain");
    log.forget(1, 2);
    Reply first = list("/" + process + "?from-nonce=-1");
    assertThat(nonces(process, "?from-nonce=-1")).containsExactly("0");
    assertThat(first.json().path("page_info").path("has_next_page").asBoolean()).isTrue();
    Reply gone = list("/" + process + "?from-nonce=0");
    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.json().path("code").asText()).isEqualTo("NotKept");
    assertThat(gone.json().path("error").asText())
        .contains("messages 1 to 2", "mostao.retention.keep", "nonce 3");
    assertThat(nonces(process, "?from-nonce=2")).containsExactly("3");
    assertThat(nonces(process, "?from-nonce=3")).isEmpty();
    List<JsonNode> byTime = nodes(list("/" + process + "?from=0"));
    assertThat(byTime).hasSize(2);
    assertThat(tag(byTime.get(1).path("assignment"), "Hash-Chain")).isEqualTo(chain);

    log.forget(3, 3);
    assertThat(list("/" + process + "/latest").status()).isEqualTo(410);
    assertThat(
            list("/" + process + "?from-nonce=-1")
                .json()
                .path("page_info")
                .path("has_next_page")
                .asBoolean())
        .isTrue();
    assertThat(list("/" + process + "?from-nonce=0").status()).isEqualTo(410);
    add(process, 5_000);
    assertThat(nonces(process, "?from-nonce=3")).containsExactly("4");
    assertThat(tag(list("/" + process + "/latest").json().path("assignment"), "Nonce"))
        .isEqualTo("4");
  }

  @Test
  void boundsAreExclusiveBelowAndInclusiveAbove() {
    String process = born("registry");
    for (long time : new long[] {2_000, 3_000, 4_000}) {
      add(process, time);
    }
    assertThat(nonces(process, "?from=2000&to=3000")).containsExactly("2");
    assertThat(nonces(process, "?from-nonce=-1&to-nonce=1")).containsExactly("0", "1");
    assertThat(nonces(process, "?from-nonce=1")).containsExactly("2", "3");
    assertThat(nonces(process, "?limit=undefined&from=&to=undefined")).hasSize(4);
    assertThat(nonces(process, "?from=9000")).isEmpty();
    Reply byNonce = list("/" + process + "?from-nonce=0&limit=1");
    assertThat(byNonce.json().path("edges").get(0).path("cursor").textValue()).isEqualTo("1");
    assertThat(byNonce.json().path("page_info").path("has_next_page").asBoolean()).isTrue();
  }

  private List<String> nonces(String process, String query) {
    return nodes(list("/" + process + query)).stream()
        .map(node -> tag(node.path("assignment"), "Nonce"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void walkingByCursorsSkipsNothingThoughMessagesShareATimestamp(int limit) {
    String process = born("registry");
    for (long time : new long[] {2_000, 3_000, 3_000, 3_000, 4_000, 4_000, 5_000}) {
      add(process, time);
    }
    List<String> found = new ArrayList<>();
    String from = "";
    for (boolean more = true; more; ) {
      Reply page = list("/" + process + "?limit=" + limit + "&from=" + from);
      nodes(page).forEach(node -> found.add(tag(node.path("assignment"), "Nonce")));
      JsonNode edges = page.json().path("edges");
      from = edges.get(edges.size() - 1).path("cursor").asText();
      more = page.json().path("page_info").path("has_next_page").asBoolean();
    }
    assertThat(found).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
  }

  @Test
  void oneMessageIsReadByItsIdEvenOfAPrivateProcess() {
    String process = born("handle");
    InboxRecord message = add(process, 2_000);
    Reply reply = gateway.client().get("/" + message.id() + "?process-id=" + process);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("message").path("id").asText()).isEqualTo(message.id());
    JsonNode assignment = reply.json().path("assignment");
    assertThat(tag(assignment, "Nonce")).isEqualTo("1");
    assertThat(tag(assignment, "Message")).isEqualTo(message.id());
    // By the id of its assignment too, at the scheduler and where Results are.
    String id = assignment.path("id").asText();
    assertThat(gateway.client().get("/su/" + id + "?process-id=" + process).json())
        .isEqualTo(reply.json());
    Reply result = gateway.client().get("/result/" + id + "?process-id=" + process);
    assertThat(result.json().path("Output").asText()).isEqualTo("done");
  }

  @Test
  void aMessageUnderWayIsWaitedFor() throws Exception {
    String process = born("handle");
    InboxRecord message = record(GatewayFixture.message(process), process);
    CompletableFuture<Reply> reply =
        CompletableFuture.supplyAsync(
            () -> gateway.client().get("/su/" + message.id() + "?process-id=" + process));
    String path = "/unit/processes/" + process + "/results/" + message.id();
    Condition.await("the unit is asked", () -> !gateway.units().asked(path).isEmpty());
    log.add(2_000, message);
    gateway.publish("handle", process, message.id(), Result.nothing());
    assertThat(tag(reply.get(5, TimeUnit.SECONDS).json().path("assignment"), "Nonce"))
        .isEqualTo("1");
  }

  @Test
  void theIdOfAnAssignmentThatAnotherGatewayMadeResolvesAfterAWhile() {
    String process = born("handle");
    InboxRecord message = add(process, 2_000);
    String elsewhere = born("handle");
    // The other gateway has the same key.
    Ed25519Signer key = TestSystem.current().scheduler();
    Assignment birth =
        Assignment.of(
            process,
            new Slot(0, 1_000, process, List.of()),
            Optional.empty(),
            draft -> draft.sign(key));
    Assignment made =
        Assignment.of(
            process,
            new Slot(1, 2_000, message.id(), List.of()),
            Optional.of(birth.link()),
            draft -> draft.sign(key));
    String id = made.item().id();
    assertThat(gateway.client().get("/result/" + id + "?process-id=" + process).status())
        .isEqualTo(200);
    assertThat(gateway.client().get("/" + id + "?process-id=" + process).status()).isEqualTo(200);
    Reply other = gateway.client().get("/result/" + id + "?process-id=" + elsewhere);
    refused(504, "NotEvaluated", other);
  }

  @Test
  void listsOfAHandleOrASessionAreNotForStrangers() {
    for (String module : List.of("handle", "session")) {
      String process =
          born(module, "Handle-Owner", ALICE.address(), "Handle-B-Owner", ALICE.address());
      add(process, 2_000);
      for (String path : List.of("/" + process, "/su/" + process, "/" + process + "/latest")) {
        int status = module.equals("session") ? 404 : 403;
        String code = module.equals("session") ? "UnknownProcess" : "Unauthorized";
        refused(status, code, gateway.client().get(path));
        refused(status, code, gateway.client().get(path, gateway.bearer(EVE)));
        refused(401, "InvalidToken", gateway.client().get(path, "Bearer x"));
        assertThat(gateway.client().get(path, gateway.bearer(ALICE)).status()).isEqualTo(200);
        refused(status, code, gateway.client().get(path + "?process-id=" + process));
      }
      String item = "/processes/" + process;
      assertThat(gateway.client().get(item, gateway.bearer(ALICE)).status()).isEqualTo(200);
      assertThat(gateway.client().get(item).status())
          .isEqualTo(module.equals("session") ? 404 : 200);
    }
  }

  @Test
  void theNewestAndTheProcessItselfAreShown() {
    String process = born("registry");
    add(process, 2_000);
    JsonNode latest = list("/" + process + "/latest").json();
    assertThat(tag(latest.path("assignment"), "Nonce")).isEqualTo("1");
    assertThat(latest.path("message").path("data").asText()).isEqualTo("data");
    JsonNode shown = gateway.client().get("/su/processes/" + process).json();
    assertThat(shown.path("process_id").asText()).isEqualTo(process);
    assertThat(shown.path("block").textValue()).isEqualTo("000000000000");
    assertThat(shown.path("timestamp").isIntegralNumber()).isTrue();
    assertThat(shown.path("owner").path("key").asText()).isNotEmpty();
    assertThat(shown.fieldNames())
        .toIterable()
        .containsExactly(
            "process_id",
            "block",
            "owner",
            "tags",
            "timestamp",
            "data",
            "anchor",
            "signature",
            "target");
  }

  @Test
  void timeIsShownAsText() {
    for (String prefix : List.of("", "/su")) {
      JsonNode time = gateway.client().get(prefix + "/timestamp?process-id=x").json();
      assertThat(time.path("timestamp").textValue()).matches("[0-9]{13}");
      assertThat(time.path("block_height").textValue()).matches("[0-9]{12}");
    }
    JsonNode about = gateway.client().get("/su").json();
    assertThat(about.path("timestamp").textValue()).matches("[0-9]{13}");
    assertThat(about.path("address").textValue()).isEqualTo(gateway.scheduler());
    assertThat(gateway.client().get("/su/").json().path("address").isTextual()).isTrue();
    assertThat(gateway.client().get("/su/health").status()).isEqualTo(200);
  }

  @Test
  void headAnswersLikeGetWithoutABody() {
    String process = born("registry");
    for (String path : List.of("/" + process, "/su/timestamp", "/processes/" + process)) {
      Reply head =
          gateway
              .client()
              .send(
                  gateway
                      .client()
                      .request(path)
                      .header("Authorization", operator)
                      .method("HEAD", BodyPublishers.noBody()));
      assertThat(head.status()).as(path).isEqualTo(200);
    }
    String handle = born("handle");
    assertThat(
            gateway
                .client()
                .send(
                    gateway.client().request("/" + handle).method("HEAD", BodyPublishers.noBody()))
                .status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "from, x",
    "to, 1.5",
    "from-nonce, --1",
    "limit, 0",
    "limit, -1",
    "limit, 99999999999",
    "to, 99999999999999999999"
  })
  void aPageQueryThatIsWrongIsRefusedByName(String name, String value) {
    String process = born("registry");
    Reply reply = list("/" + process + "?" + name + "=" + value);
    refused(400, "InvalidRequest", reply);
    assertThat(reply.json().path("error").asText()).contains("'" + name + "'").contains(value);
  }

  @Test
  void whatDoesNotExistIsRefused() {
    String nobody = GatewayFixture.newId();
    refused(404, "UnknownProcess", gateway.client().get("/" + nobody));
    refused(404, "UnknownProcess", gateway.client().get("/su/" + nobody + "/latest"));
    refused(404, "UnknownProcess", gateway.client().get("/processes/" + nobody));
    refused(404, "UnknownProcess", gateway.client().get("/" + nobody + "?process-id=" + "x"));
    refused(404, "NotFound", gateway.client().get("/" + nobody + "x"));
    refused(404, "NotFound", gateway.client().get("/su/short"));
  }

  private static byte[] decode(String text) {
    return Base64Url.decode(text).orElseThrow();
  }

  private static byte[] sha256(byte[]... parts) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    Arrays.stream(parts).forEach(sha256::update);
    return sha256.digest();
  }

  private static void refused(int status, String code, Reply reply) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(status);
    assertThat(reply.json().path("code").asText()).isEqualTo(code);
    assertThat(reply.json().path("error").asText()).isNotEmpty();
  }
}
