package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.unit.Evaluated;
import mostao.ao.unit.UnitError;
import mostao.ao.wire.Wire;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.StubUnitLog;
import mostao.gateway.fixture.TestSystem;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The permissions, on every path that lists the evaluations of a process. */
@QuarkusTest
@QuarkusTestResource(TestSystem.class)
class AccessDoorTest {
  private static final String STATE =
      "{\"process\":\"p\",\"kind\":\"handle\",\"owner\":\"o\",\"nonce\":7,\"timestamp\":1731234567123,"
          + "\"state\":{}}";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Signer ALICE = TestWallets.signer(11);
  private static final Signer BOB = TestWallets.signer(12);
  private static final Signer EVE = TestWallets.signer(13);

  private GatewayFixture gateway;
  private String handle;
  private String session;

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
    handle = gateway.list("handle", "Handle-Owner", ALICE.address());
    session =
        gateway.list("session", "Handle-A-Owner", ALICE.address(), "Handle-B-Owner", BOB.address());
    for (String process : List.of(handle, session)) {
      gateway.units().put(unit(process, "state"), 200, STATE);
      gateway.units().put(unit(process, "results"), 200, "{\"hasNextPage\":false,\"entries\":[]}");
    }
  }

  @Test
  void aSignedItemGivesATokenAsOAuthDoes() {
    byte[] item = gateway.accessItem(ALICE, System.currentTimeMillis()).bytes();
    Reply given = access(item);
    assertThat(given.status()).isEqualTo(200);
    assertThat(given.header("cache-control")).isEqualTo("no-store");
    assertThat(given.json().path("token_type").asText()).isEqualTo("Bearer");
    assertThat(given.json().path("wallet").asText()).isEqualTo(ALICE.address());
    assertThat(given.json().path("expires_in").asLong()).isBetween(3_590L, 3_600L);
    assertThat(given.json().path("expires_at").asLong()).isGreaterThan(System.currentTimeMillis());
    assertThat(given.json()).hasSize(5);
    assertThat(access(item).json().path("access_token"))
        .isEqualTo(given.json().path("access_token"));
  }

  @Test
  void whatIsNoAccessItemGivesNoToken() {
    refused(400, "InvalidItem", access(new byte[] {1, 2, 3}));
    refused(400, "InvalidItem", access(new byte[0]));
    refused(
        400,
        "InvalidItem",
        gateway.client().post("/access", "application/json", BodyPublishers.ofString("{}")));
    refused(400, "InvalidRequest", access(GatewayFixture.message(gateway.authority()).bytes()));
    long old = System.currentTimeMillis() - 301_000;
    refused(403, "StaleProof", access(gateway.accessItem(ALICE, old).bytes()));
  }

  @Test
  void everyListIsRefusedToStrangersAndGivenToThoseItBelongsTo() {
    for (String path :
        List.of(
            "/results/" + handle, "/results/" + session, "/state/" + handle, "/state/" + session)) {
      Reply stranger = gateway.client().get(path);
      if (path.endsWith(session)) {
        refused(404, "UnknownProcess", stranger);
        refused(404, "UnknownProcess", gateway.client().get(path, gateway.bearer(EVE)));
      } else {
        refused(403, "Unauthorized", stranger);
        assertThat(stranger.json().path("error").asText()).contains("/access");
        refused(403, "Unauthorized", gateway.client().get(path, gateway.bearer(EVE)));
      }
      assertThat(gateway.client().get(path, gateway.bearer(ALICE)).status()).isEqualTo(200);
    }
    for (String list : List.of("/results/", "/state/")) {
      assertThat(gateway.client().get(list + session, gateway.bearer(BOB)).status()).isEqualTo(200);
      refused(403, "Unauthorized", gateway.client().get(list + handle, gateway.bearer(BOB)));
    }
  }

  @Test
  void thatSomethingIsNoLongerKeptIsToldToThoseItBelongedToAlone() {
    String message = GatewayFixture.newId();
    String gone = UnitError.notKept(new Evaluated(session, message, 3, 1_000)).json().toString();
    gateway.units().put(unit(session, "results/" + message), 410, gone);
    gateway.units().put(unit(session, "assignments/" + message), 410, gone);
    for (String path :
        List.of(
            "/result/" + message + "?process-id=" + session,
            "/" + message + "?process-id=" + session)) {
      for (Signer party : List.of(ALICE, BOB)) {
        Reply reply = gateway.client().get(path, gateway.bearer(party));
        refused(410, "NotKept", reply);
        assertThat(reply.json().path("error").asText()).contains("mostao.retention.keep");
      }
      refused(404, "UnknownProcess", gateway.client().get(path, gateway.bearer(EVE)));
    }
  }

  /** Who signed what is no longer kept is not known, and nobody else is told that it was there. */
  @Test
  void othersAreToldThatAResultMayNoLongerBeKeptWhetherItWasThereOrNot() {
    String there = GatewayFixture.newId();
    String gone = UnitError.notKept(new Evaluated(handle, there, 3, 1_000)).json().toString();
    gateway.units().put(unit(handle, "results/" + there), 410, gone);
    Map<String, CompletableFuture<Reply>> replies = new LinkedHashMap<>();
    for (String message : List.of(there, GatewayFixture.newId())) {
      String path = "/result/" + message + "?process-id=" + handle;
      replies.put(
          message,
          CompletableFuture.supplyAsync(() -> gateway.client().get(path, gateway.bearer(EVE))));
    }
    replies.forEach(
        (message, reply) -> {
          refused(504, "NotEvaluated", reply.join());
          assertThat(reply.join().json().path("error").asText())
              .startsWith("process " + handle + " has not evaluated message " + message + " within")
              .endsWith(
                  " ms, or did so longer ago than Results are kept, which only owners of the"
                      + " process are told, since who signed what is no longer kept is not known:"
                      + " if it was accepted lately, try again");
        });
  }

  @Test
  void graphqlListsWhatAProcessWasSentToThoseItBelongsToAlone() {
    gateway
        .units()
        .put(unit(session, "assignments"), 200, "{\"hasNextPage\":false,\"entries\":[]}");
    assertThat(graphql("Basic YTpi").status()).isEqualTo(404);
    assertThat(graphql(gateway.bearer(EVE)).status()).isEqualTo(404);
    assertThat(graphql("Bearer x").status()).isEqualTo(401);
    for (Signer party : List.of(ALICE, BOB)) {
      Reply reply = graphql(gateway.bearer(party));
      assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
      assertThat(reply.json().at("/data/transactions/edges").isArray()).isTrue();
    }
  }

  @Test
  void theSchedulerListsWhatAProcessWasSentToThoseItBelongsToAlone() {
    VerifiedItem sent = GatewayFixture.message(session);
    new StubUnitLog(gateway.units(), session)
        .add(1_000, InboxVerifier.record(sent, sent.owner(), session));
    for (String path : List.of("/", "/su/")) {
      for (String list : List.of(path + session, path + session + "/latest")) {
        refused(404, "UnknownProcess", gateway.client().get(list));
        refused(404, "UnknownProcess", gateway.client().get(list, gateway.bearer(EVE)));
        refused(401, "InvalidToken", gateway.client().get(list, "Bearer x"));
        assertThat(gateway.client().get(list, gateway.bearer(ALICE)).status()).isEqualTo(200);
        assertThat(gateway.client().get(list, gateway.bearer(BOB)).status()).isEqualTo(200);
      }
    }
  }

  private Reply graphql(String authorization) {
    String query =
        "{\"query\":\"{transactions(recipients:[\\\"" + session + "\\\"]){edges{node{id}}}}\"}";
    return gateway
        .client()
        .send(
            gateway
                .client()
                .request("/graphql")
                .header("Content-Type", "application/json")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(query)));
  }

  @Test
  void aStateSaysAfterWhichMessageItIs() throws IOException {
    Reply state = gateway.client().get("/state/" + handle, gateway.bearer(ALICE));
    assertThat(state.json()).isEqualTo(MAPPER.readTree(STATE));
    assertThat(state.header("last-timestamp")).isEqualTo("1731234567123");
    assertThat(state.header("last-ordinate")).isEqualTo("7");
    assertThat(state.header("last-block-height")).isEqualTo("000014426954");
    gateway.units().put(unit(gateway.registry(), "state"), 200, STATE);
    refused(403, "Unauthorized", gateway.client().get("/state/" + gateway.registry()));
    assertThat(gateway.client().get("/state/" + gateway.registry(), gateway.operator()).status())
        .isEqualTo(200);
    Reply older = gateway.client().get("/state/" + gateway.registry() + "?to=1731234567123");
    refused(400, "InvalidRequest", older);
    assertThat(older.json().path("error").asText()).contains("1731234567123");
    refused(404, "UnknownProcess", gateway.client().get("/state/" + GatewayFixture.newId()));
  }

  @Test
  void aBadTokenIsAnsweredWith401AndHowToGetAnother() {
    String good = gateway.bearer(ALICE);
    for (String bad :
        List.of("Bearer", "Bearer x", good + "x", good.replace(ALICE.address(), EVE.address()))) {
      Reply reply = gateway.client().get("/results/" + handle, bad);
      refused(401, "InvalidToken", reply);
      assertThat(reply.header("www-authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
      refused(401, "InvalidToken", dryRun(handle, "{}", bad));
    }
    refused(403, "Unauthorized", gateway.client().get("/results/" + handle, "Basic YTpi"));
  }

  @Test
  void aTokenProvesWhoAsksInADryRun() throws IOException {
    String path = unit(handle, "dry-run");
    gateway.units().put(path, 200, Wire.encodeResult(Result.nothing()));
    assertThat(dryRun(handle, "{\"Owner\":\"1234\"}", gateway.bearer(ALICE)).status())
        .isEqualTo(200);
    var asked = MAPPER.readTree(gateway.units().asked(path).get(0).body());
    assertThat(asked.path("From").asText()).isEqualTo(ALICE.address());
    assertThat(asked.path("Proven").asBoolean()).isTrue();
    refused(
        403,
        "Unauthorized",
        dryRun(handle, "{\"Owner\":\"" + BOB.address() + "\"}", gateway.bearer(ALICE)));
    assertThat(gateway.units().asked(path)).hasSize(1);
  }

  @Test
  void itemsSignedForOneUseAreWorthNothingForAnother() {
    String now = Long.toString(System.currentTimeMillis());
    Map<String, Integer> before = gateway.counts();
    // An access item is a message to nobody, an item for another deployment's process one as well.
    byte[] access = gateway.accessItem(ALICE, System.currentTimeMillis()).bytes();
    refused(404, "UnknownProcess", gateway.client().post(access));
    refused(
        404,
        "UnknownProcess",
        gateway.client().post(GatewayFixture.message(GatewayFixture.newId()).bytes()));
    refused(400, "InvalidRequest", signedDryRun(access));
    // A dry-run's item is not a message, a message's item is not a dry-run, and neither gives a
    // token.
    byte[] question = GatewayFixture.message(handle, "Timestamp", now, "Dry-Run", "true").bytes();
    refused(400, "InvalidItem", gateway.client().post(question));
    refused(400, "InvalidRequest", signedDryRun(GatewayFixture.message(handle).bytes()));
    refused(400, "InvalidRequest", access(question));
    refused(
        400, "InvalidRequest", access(GatewayFixture.message(handle, "Action", "Access").bytes()));
    assertThat(gateway.counts()).isEqualTo(before);
  }

  @Test
  void aSignedDryRunUsedAgainAsksAsTheSameSigner() throws IOException {
    String path = unit(handle, "dry-run");
    gateway.units().put(path, 200, Wire.encodeResult(Result.nothing()));
    String now = Long.toString(System.currentTimeMillis());
    byte[] item = GatewayFixture.message(handle, "Timestamp", now, "Dry-Run", "true").bytes();
    assertThat(signedDryRun(item).status()).isEqualTo(200);
    assertThat(
            gateway
                .client()
                .send(
                    gateway
                        .client()
                        .request("/dry-run?process-id=" + handle)
                        .header("Content-Type", "application/octet-stream")
                        .header("Authorization", gateway.bearer(EVE))
                        .POST(BodyPublishers.ofByteArray(item)))
                .status())
        .isEqualTo(200);
    var asked = gateway.units().asked(path);
    assertThat(asked).hasSize(2);
    assertThat(MAPPER.readTree(asked.get(0).body()).path("From").asText())
        .isEqualTo(GatewayFixture.wallet().address());
    assertThat(asked.get(1).body()).isEqualTo(asked.get(0).body());
  }

  @Test
  void replacingTheKeyFileRevokesEveryToken() throws IOException {
    String before = gateway.bearer(ALICE);
    String path = "/results/" + handle;
    assertThat(gateway.client().get(path, before).status()).isEqualTo(200);
    Files.delete(TestSystem.current().accessKeyFile());
    Condition.await(
        "the old token is refused", () -> gateway.client().get(path, before).status() == 401);
    assertThat(gateway.client().get(path, before).json().path("error").asText())
        .contains("revokes");
    assertThat(gateway.client().get(path, gateway.bearer(ALICE)).status()).isEqualTo(200);
  }

  private Reply access(byte[] item) {
    return gateway
        .client()
        .post("/access", "application/octet-stream", BodyPublishers.ofByteArray(item));
  }

  private Reply signedDryRun(byte[] item) {
    return gateway
        .client()
        .post(
            "/dry-run?process-id=" + handle,
            "application/octet-stream",
            BodyPublishers.ofByteArray(item));
  }

  private Reply dryRun(String process, String body, String authorization) {
    return gateway
        .client()
        .send(
            gateway
                .client()
                .request("/dry-run?process-id=" + process)
                .header("Content-Type", "application/json")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(body)));
  }

  private static String unit(String process, String what) {
    return "/unit/processes/" + process + "/" + what;
  }

  private static void refused(int status, String code, Reply reply) {
    assertThat(reply.json().path("code").asText()).isEqualTo(code);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().path("error").asText()).isNotEmpty();
  }
}
