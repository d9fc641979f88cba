package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.StubUnitLog;
import mostao.gateway.fixture.TestSystem;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSystem.class)
class AssignTest {
  private static final Signer ALICE = TestWallets.signer(21);
  private static final Signer EVE = TestWallets.signer(22);

  private GatewayFixture gateway;
  private String target;
  private StubUnitLog targetsLog;

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
    target = gateway.list("handle");
    targetsLog = new StubUnitLog(gateway.units(), target);
    targetsLog.add(1_000, record(GatewayFixture.message(target, "Action", "Birth"), target));
  }

  private static InboxRecord record(VerifiedItem item, String process) {
    return InboxVerifier.record(item, item.owner(), process);
  }

  /** A message that some process of a module has evaluated. */
  private InboxRecord evaluated(String module, String... tags) {
    String own = gateway.list(module, tags);
    InboxRecord message = record(GatewayFixture.message(own, "Action", "Act"), own);
    new StubUnitLog(gateway.units(), own).add(1_000, message);
    return message;
  }

  private Reply assign(String query) {
    return gateway.client().post("/?" + query, "text/plain", BodyPublishers.noBody());
  }

  private Reply assign(String query, String authorization) {
    return gateway
        .client()
        .send(
            gateway
                .client()
                .request("/?" + query)
                .header("Authorization", authorization)
                .POST(BodyPublishers.noBody()));
  }

  private String query(InboxRecord message) {
    return "process-id=" + target + "&assign=" + message.id();
  }

  private List<InboxRecord> delivered(InboxRecord message) {
    return gateway.log().all(Topics.inbox("handle")).stream()
        .map(found -> Wire.decodeInbox(found.value()))
        .map(decoded -> ((Decoded.Ok<InboxRecord>) decoded).value())
        .filter(record -> record.id().equals(message.id()))
        .toList();
  }

  /** The unit's treatment of delivered assignments. */
  private InboxRecord evaluate(InboxRecord message) {
    gateway
        .log()
        .await(
            Topics.inbox("handle"),
            found ->
                found.stream()
                    .anyMatch(one -> GatewayFixture.header(one, "ao-id").equals(message.id())));
    InboxRecord delivered = delivered(message).get(0);
    targetsLog.add(2_000, delivered);
    gateway.publish("handle", target, message.id(), Result.said("not trusted"));
    return delivered;
  }

  @Test
  void anAssignedMessageIsDeliveredUnchangedAndItsIdAnswered() throws Exception {
    InboxRecord message = evaluated("registry");
    CompletableFuture<Reply> asked =
        CompletableFuture.supplyAsync(
            () -> assign(query(message) + "&base-layer&exclude=Data,Tags"));
    InboxRecord delivered = evaluate(message);
    assertThat(delivered).isEqualTo(message.assignedTo(target, List.of("Data", "Tags")));
    Reply reply = asked.get(10, TimeUnit.SECONDS);
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(202);
    assertThat(reply.json().path("message").asText()).isEqualTo("Processing Assignment");
    String id = reply.json().path("id").textValue();
    assertThat(id).hasSize(43).isNotEqualTo(message.id());

    // Assigned again: the same answer, and nothing is delivered again.
    assertThat(assign(query(message)).json()).isEqualTo(reply.json());
    assertThat(delivered(message)).hasSize(1);

    Reply result = gateway.client().get("/result/" + id + "?process-id=" + target);
    assertThat(result.status()).isEqualTo(200);
    Reply byAssignment = gateway.client().get("/" + id + "?process-id=" + target);
    assertThat(byAssignment.json().path("message").isNull()).isTrue();
    assertThat(byAssignment.json().path("assignment").path("tags").toString())
        .contains("{\"name\":\"Message\",\"value\":\"" + message.id() + "\"}")
        .endsWith(
            "{\"name\":\"Exclude\",\"value\":\"Data\"},"
                + "{\"name\":\"Exclude\",\"value\":\"Tags\"}]");
    Reply byMessage = gateway.client().get("/" + message.id() + "?process-id=" + target);
    assertThat(byMessage.json().path("message").path("target").asText())
        .isEqualTo(message.target());
  }

  @Test
  void aMessageAcceptedAMomentAgoIsFoundOnceItIsEvaluated() throws Exception {
    String own = gateway.list("registry");
    InboxRecord message = record(GatewayFixture.message(own), own);
    CompletableFuture<Reply> asked = CompletableFuture.supplyAsync(() -> assign(query(message)));
    String path = "/unit/messages/" + message.id();
    Condition.await("the units are asked", () -> gateway.units().asked(path).size() >= 3);
    new StubUnitLog(gateway.units(), own).add(1_000, message);
    evaluate(message);
    assertThat(asked.get(10, TimeUnit.SECONDS).status()).isEqualTo(202);
  }

  @Test
  void whatItWasSentToItIsNotSentAgain() {
    InboxRecord message = record(GatewayFixture.message(target), target);
    targetsLog.add(2_000, message);
    assertThat(assign(query(message)).status()).isEqualTo(202);
    assertThat(delivered(message)).isEmpty();
  }

  @Test
  void aPrivateMessageIsNotAssignedByAStrangerWhoKnowsItsId() throws Exception {
    for (String module : List.of("handle", "session")) {
      InboxRecord message =
          evaluated(module, "Handle-Owner", ALICE.address(), "Handle-A-Owner", ALICE.address());
      Reply none = assign(query(record(GatewayFixture.message(target), target)));
      for (Reply stranger :
          List.of(assign(query(message)), assign(query(message), gateway.bearer(EVE)))) {
        refused(404, "NotFound", stranger);
        assertThat(stranger.json().path("error").asText().replace(message.id(), "ID"))
            .isEqualTo(none.json().path("error").asText().replaceAll("[\\w-]{43}", "ID"));
      }
      assertThat(delivered(message)).isEmpty();
      CompletableFuture<Reply> asked =
          CompletableFuture.supplyAsync(() -> assign(query(message), gateway.bearer(ALICE)));
      evaluate(message);
      assertThat(asked.get(10, TimeUnit.SECONDS).status()).isEqualTo(202);
    }
  }

  @Test
  void aMessageOfNobodyIsRefusedWithASentence() {
    InboxRecord nobodys = record(GatewayFixture.message(target), target);
    Reply unknown = assign(query(nobodys));
    refused(404, "NotFound", unknown);
    Reply baseLayer = assign(query(nobodys) + "&base-layer");
    refused(404, "NotFound", baseLayer);
    assertThat(baseLayer.json().path("error").asText()).contains("base layer");
    assertThat(delivered(nobodys)).isEmpty();
  }

  @Test
  void anAssignmentThatMakesNoSenseIsRefusedAtOnce() {
    InboxRecord message = evaluated("registry");
    Map<String, Integer> before = gateway.counts();
    for (String half : List.of("process-id=" + target, "assign=" + message.id())) {
      Reply reply = assign(half);
      refused(400, "InvalidRequest", reply);
      assertThat(reply.json().path("error").asText())
          .isEqualTo("You must set both process-id and assign to send an assignment, not just one");
    }
    refused(400, "InvalidRequest", assign("process-id=" + target + "&assign=short"));
    refused(404, "UnknownProcess", assign("process-id=x&assign=" + message.id()));
    refused(
        404,
        "UnknownProcess",
        assign("process-id=" + GatewayFixture.newId() + "&assign=" + target));
    refused(400, "InvalidRequest", assign(query(message) + "&exclude=a%20b"));
    refused(400, "InvalidRequest", assign(query(message) + "&exclude=" + "a,".repeat(17)));
    assertThat(gateway.counts()).isEqualTo(before);
  }

  private static void refused(int status, String code, Reply reply) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(status);
    assertThat(reply.json().path("code").asText()).isEqualTo(code);
    assertThat(reply.json().path("error").asText()).isNotEmpty();
  }
}
