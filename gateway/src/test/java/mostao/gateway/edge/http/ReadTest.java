package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.ao.wire.Wire;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.StubUnits;
import mostao.gateway.fixture.TestSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSystem.class)
class ReadTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String RESULT =
      "{\"Messages\":[],\"Spawns\":[],\"Assignments\":[],\"Output\":\"from the unit\"}";

  private GatewayFixture gateway;

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
  }

  @Test
  void anEvaluatedResultComesFromTheUnit() {
    String process = gateway.list("handle");
    String message = GatewayFixture.newId();
    gateway.units().put(path(process) + "/" + message, 200, log(message, RESULT));
    Reply reply = result(process, message);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json()).isEqualTo(json(RESULT));
  }

  @Test
  void aResultUnderWayIsAnsweredWhenItIsPublished() throws Exception {
    String process = gateway.list("handle");
    String message = GatewayFixture.newId();
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      replies.add(CompletableFuture.supplyAsync(() -> result(process, message)));
    }
    String path = path(process) + "/" + message;
    Condition.await("the unit is asked", () -> gateway.units().asked(path).size() >= 3);
    Result result = GatewayFixture.messages(GatewayFixture.to(GatewayFixture.newId(), "1"));
    gateway.publish("handle", process, GatewayFixture.newId(), Result.nothing());
    assertThat(replies).noneMatch(CompletableFuture::isDone);
    gateway.publish("handle", process, message, result);
    for (CompletableFuture<Reply> reply : replies) {
      // Well before the unit is asked again.
      assertThat(reply.get(2, TimeUnit.SECONDS).json()).isEqualTo(json(Wire.encodeResult(result)));
      assertThat(reply.get().json().has("Error")).isFalse();
    }
  }

  @Test
  void aResultPublishedLatelyIsAnsweredFromMemory() throws Exception {
    String process = gateway.list("handle");
    String message = GatewayFixture.newId();
    String path = path(process) + "/" + message;
    CompletableFuture<Reply> first = CompletableFuture.supplyAsync(() -> result(process, message));
    Condition.await("the unit is asked", () -> !gateway.units().asked(path).isEmpty());
    gateway.publish("handle", process, message, Result.nothing());
    assertThat(first.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
    int asked = gateway.units().asked(path).size();
    Reply again = result(process, message);
    assertThat(again.json()).isEqualTo(json(Wire.encodeResult(Result.nothing())));
    assertThat(gateway.units().asked(path)).hasSize(asked);
  }

  /** For a second: a test machine may be slower than that, not always. */
  @Test
  void theUnitIsNotAskedForWhatWasJustTaken() throws Exception {
    Condition.await(
        "one is published before the unit is asked again",
        () -> {
          String process = gateway.list("handle");
          VerifiedItem item = GatewayFixture.message(process);
          assertThat(gateway.client().post(item.bytes()).status()).isEqualTo(202);
          CompletableFuture<Reply> reply =
              CompletableFuture.supplyAsync(() -> result(process, item.id()));
          gateway.publish("handle", process, item.id(), Result.nothing());
          assertThat(reply.join().status()).isEqualTo(200);
          return gateway.units().asked(path(process) + "/" + item.id()).isEmpty();
        });
  }

  @Test
  void aPublicationThatWasMissedDelaysTheAnswerOnly() throws Exception {
    String process = gateway.list("session");
    String message = GatewayFixture.newId();
    CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> result(process, message));
    String path = path(process) + "/" + message;
    Condition.await("the unit is asked", () -> !gateway.units().asked(path).isEmpty());
    gateway.units().put(path, 200, log(message, RESULT));
    assertThat(reply.get(10, TimeUnit.SECONDS).json()).isEqualTo(json(RESULT));
  }

  @Test
  void aBrokenHandlerIsAResultWithAnError() throws Exception {
    String process = gateway.list("handle");
    String message = GatewayFixture.newId();
    CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> result(process, message));
    String path = path(process) + "/" + message;
    Condition.await("the unit is asked", () -> !gateway.units().asked(path).isEmpty());
    gateway.publish("handle", process, message, Result.failed("broken"));
    assertThat(reply.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(reply.get().json().path("Error").asText()).isEqualTo("broken");
  }

  @Test
  void nobodyWaitsForEver() {
    String process = gateway.list("handle");
    Reply reply = result(process, GatewayFixture.newId());
    refused(504, "NotEvaluated", reply);
    assertThat(reply.header("retry-after")).isNotEmpty();
  }

  @Test
  void aQuestionThatMakesNoSenseIsRefusedAtOnce() {
    String nobody = GatewayFixture.newId();
    refused(404, "UnknownProcess", result(nobody, nobody));
    refused(404, "UnknownProcess", result("0xAbc", nobody));
    refused(400, "InvalidRequest", gateway.client().get("/result/" + nobody));
    refused(400, "InvalidRequest", result(gateway.registry(), "short"));
    refused(404, "UnknownProcess", gateway.client().get("/results/" + nobody));
    refused(404, "UnknownProcess", dryRun(nobody, "{}"));
  }

  @Test
  void theRegistrysResultsAreListedInPages() {
    gateway
        .units()
        .put(
            path(gateway.registry()),
            200,
            "{\"hasNextPage\":true,\"entries\":[" + log(GatewayFixture.newId(), RESULT) + "]}");
    Reply page =
        gateway.client().get("/results/" + gateway.registry() + "?sort=ASC", gateway.operator());
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.json().path("pageInfo").path("hasNextPage").asBoolean()).isTrue();
    JsonNode edge = page.json().path("edges").get(0);
    assertThat(edge.path("node")).isEqualTo(json(RESULT));
    String cursor = edge.path("cursor").asText();
    Reply next =
        gateway
            .client()
            .get(
                "/results/"
                    + gateway.registry()
                    + "?sort=DESC&limit=2&from="
                    + java.net.URLEncoder.encode(cursor, java.nio.charset.StandardCharsets.UTF_8),
                gateway.operator());
    assertThat(next.status()).isEqualTo(200);
    List<StubUnits.Request> asked = gateway.units().asked(path(gateway.registry()));
    assertThat(asked.get(asked.size() - 1).query())
        .isEqualTo("from=1731234567123,5&sort=ASC&limit=2");
  }

  @Test
  void noProcessesResultsAreListedToStrangers() {
    for (String module : List.of("handle", "session", "registry")) {
      String process = gateway.list(module);
      boolean exists = !module.equals("session");
      refused(
          exists ? 403 : 404,
          exists ? "Unauthorized" : "UnknownProcess",
          gateway.client().get("/results/" + process));
      assertThat(gateway.units().asked(path(process))).isEmpty();
    }
  }

  @Test
  void anUnsignedDryRunIsAnonymous() throws IOException {
    String process = gateway.list("handle");
    String path = "/unit/processes/" + process + "/dry-run";
    gateway.units().put(path, 200, RESULT);
    Reply reply =
        dryRun(
            process,
            "{\"Id\":\"1234\",\"Target\":\"t\",\"Owner\":\"alice\",\"Anchor\":\"0\",\"Data\":\"1234\","
                + "\"Tags\":[{\"name\":\"Action\",\"value\":\"Info\"}],\"Proven\":true}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json()).isEqualTo(json(RESULT));
    JsonNode asked = MAPPER.readTree(gateway.units().asked(path).get(0).body());
    assertThat(asked.path("Owner").asText()).isEqualTo("alice");
    assertThat(asked.path("From").asText()).isEqualTo("alice");
    assertThat(asked.path("Proven").asBoolean(true)).isFalse();
  }

  @Test
  void aSignedDryRunProvesItsSender() throws IOException {
    String process = gateway.list("handle");
    String path = "/unit/processes/" + process + "/dry-run";
    gateway.units().put(path, 200, RESULT);
    VerifiedItem item =
        GatewayFixture.message(
            process,
            "Action",
            "GetChatList",
            "Timestamp",
            Long.toString(System.currentTimeMillis()));
    Reply reply = proof(process, item.bytes());
    assertThat(reply.status()).isEqualTo(200);
    JsonNode asked = MAPPER.readTree(gateway.units().asked(path).get(0).body());
    assertThat(asked.path("Owner").asText()).isEqualTo(item.owner());
    assertThat(asked.path("From").asText()).isEqualTo(item.owner());
    assertThat(asked.path("Id").asText()).isEqualTo(item.id());
    assertThat(asked.path("Proven").asBoolean()).isTrue();
  }

  @Test
  void aDryRunsAnswerIsPassedOn() {
    String process = gateway.list("handle");
    String path = "/unit/processes/" + process + "/dry-run";
    String result =
        Wire.encodeResult(
            GatewayFixture.messages(
                GatewayFixture.to(GatewayFixture.newId(), "{\"a\":\"\\\" ü 😀 \u0000\"}")));
    gateway.units().put(path, 200, result);
    Reply reply = dryRun(process, "{}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.response().body()).isEqualTo(result);
    assertThat(reply.header("content-type")).isEqualTo("application/json;charset=UTF-8");
    assertThat(reply.header("content-length"))
        .isEqualTo("" + result.getBytes(StandardCharsets.UTF_8).length);
    String bare = Wire.encodeResult(Result.said("x"));
    gateway.units().put(path, 200, bare.replace("{", "{ \"Of-Another-Build\": 1,"));
    assertThat(dryRun(process, "{}").response().body()).isEqualTo(bare);
    for (String cut : List.of("", result.substring(0, result.length() / 2), result + "}")) {
      gateway.units().put(path, 200, cut);
      refused(503, "UnitUnavailable", dryRun(process, "{}"));
    }
  }

  @Test
  void aProofThatProvesNothingIsRefusedAndNoUnitIsAsked() {
    String process = gateway.list("handle");
    String now = Long.toString(System.currentTimeMillis());
    String old = Long.toString(System.currentTimeMillis() - 301_000);
    refused(
        403,
        "StaleProof",
        proof(process, GatewayFixture.message(process, "Timestamp", old).bytes()));
    refused(400, "InvalidRequest", proof(process, GatewayFixture.message(process).bytes()));
    refused(
        400,
        "InvalidRequest",
        proof(process, GatewayFixture.message(gateway.registry(), "Timestamp", now).bytes()));
    refused(
        403,
        "Forged",
        proof(
            process,
            GatewayFixture.message(process, "Timestamp", now, "From-Process", process).bytes()));
    byte[] flipped = GatewayFixture.message(process, "Timestamp", now).bytes();
    flipped[flipped.length - 1] ^= 1;
    refused(400, "InvalidItem", proof(process, flipped));
    refused(400, "InvalidRequest", dryRun(process, "no json"));
    refused(400, "InvalidRequest", dryRun(process, ""));
    assertThat(gateway.units().asked("/unit/processes/" + process + "/dry-run")).isEmpty();
  }

  @Test
  void aDryRunOnAProcessUnderWayWaitsForItsBirth() throws Exception {
    String process = gateway.list("handle");
    String path = "/unit/processes/" + process + "/dry-run";
    CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> dryRun(process, "{}"));
    String birth = path(process) + "/" + process;
    Condition.await("the birth is waited for", () -> !gateway.units().asked(birth).isEmpty());
    gateway.units().put(path, 200, RESULT);
    gateway.publish("handle", process, process, Result.nothing());
    assertThat(reply.get(10, TimeUnit.SECONDS).json()).isEqualTo(json(RESULT));
  }

  @Test
  void aUnitThatIsBrokenIsToBeAskedAgain() {
    String process = gateway.list("handle");
    gateway.units().put("/unit/processes/" + process + "/dry-run", 500, "<html>");
    Reply reply = dryRun(process, "{}");
    refused(503, "UnitUnavailable", reply);
    assertThat(reply.header("retry-after")).isNotEmpty();
    gateway.units().put("/unit/processes/" + process + "/dry-run", 200, "no json");
    refused(503, "UnitUnavailable", dryRun(process, "{}"));
  }

  @Test
  void anAnswerThatTheContractDoesNotHaveIsUnavailable() {
    String registry = gateway.registry();
    String operator = gateway.operator();
    String unit = "/unit/processes/" + registry;
    String noFields = "{\"hasNextPage\":false,\"entries\":[{}]}";
    for (String wrong : List.of("[]", "{}", "{\"hasNextPage\":false}", noFields)) {
      for (String read :
          List.of("/results", "/state", "/dry-run", "/slots", "/assignments", "/log")) {
        gateway.units().put(unit + read, 200, wrong);
      }
      gateway.units().put(unit + "/assignments/" + registry, 200, wrong);
      for (String path : List.of("/results/", "/state/", "/su/", "/processes/", "/stream/")) {
        refused(503, "UnitUnavailable", gateway.client().get(path + registry, operator));
      }
      refused(
          503, "UnitUnavailable", gateway.client().get("/su/" + registry + "/latest", operator));
      refused(503, "UnitUnavailable", dryRun(registry, "{}"));
    }
    gateway.units().put(unit + "/results/" + registry, 200, "{\"Result\":{}}");
    refused(503, "UnitUnavailable", result(registry, registry));
  }

  private Reply result(String process, String message) {
    return gateway.client().get("/result/" + message + "?process-id=" + process);
  }

  private Reply dryRun(String process, String body) {
    return gateway
        .client()
        .post("/dry-run?process-id=" + process, "application/json", BodyPublishers.ofString(body));
  }

  private Reply proof(String process, byte[] item) {
    return gateway
        .client()
        .post(
            "/dry-run?process-id=" + process,
            "application/octet-stream",
            BodyPublishers.ofByteArray(item));
  }

  private static String path(String process) {
    return "/unit/processes/" + process + "/results";
  }

  private static String log(String message, String result) {
    return "{\"Process\":\"p\",\"Message\":\""
        + message
        + "\",\"Nonce\":5,\"Timestamp\":1731234567123,\"Result\":"
        + result
        + "}";
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(int status, String code, Reply reply) {
    assertThat(reply.json().path("code").asText()).isEqualTo(code);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().path("error").asText()).isNotEmpty();
  }
}
