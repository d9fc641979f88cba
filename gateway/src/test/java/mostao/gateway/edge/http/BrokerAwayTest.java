package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.TestSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSystem.class)
class BrokerAwayTest {
  private GatewayFixture gateway;

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
  }

  @AfterEach
  void back() {
    TestSystem.current().broker().thaw();
    TestSystem.current().broker().start();
    Condition.await("the broker is back", () -> !health().contains("does not answer"));
  }

  private String health() {
    return gateway.health("ready").json().toString();
  }

  @Test
  void withoutABrokerNothingIsAcceptedAndAfterwardsAllIsAsBefore() throws Exception {
    String handle = gateway.list("handle");
    VerifiedItem item = GatewayFixture.message(gateway.registry());
    TestSystem.current().broker().stop();
    unavailable(gateway.client().post(item.bytes()));
    unavailable(gateway.client().post(GatewayFixture.message(GatewayFixture.newId()).bytes()));
    Condition.await("health says so", () -> health().contains("the broker does not answer"));
    assertThat(gateway.ready()).as("ready without a broker").isTrue();
    assertThat(gateway.health("live").status()).isEqualTo(200);
    assertThat(gateway.client().get("/").status()).isEqualTo(200);
    assertThat(graphql("Scheduler-Location").status()).isEqualTo(200);
    unavailable(graphql("Process"));

    TestSystem.current().broker().start();
    Condition.await("health is good", () -> !health().contains("does not answer"));
    Reply reply = gateway.client().post(item.bytes());
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().path("id").asText()).isEqualTo(item.id());
    assertThat(gateway.inbox("registry")).anyMatch(found -> found.id().equals(item.id()));

    // Waiting clients are back as well.
    String message = GatewayFixture.newId();
    CompletableFuture<Reply> waiting =
        CompletableFuture.supplyAsync(
            () -> gateway.client().get("/result/" + message + "?process-id=" + handle));
    String path = "/unit/processes/" + handle + "/results/" + message;
    Condition.await("the unit is asked", () -> !gateway.units().asked(path).isEmpty());
    gateway.publish("handle", handle, message, Result.nothing());
    assertThat(waiting.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
  }

  @Test
  void aBrokerThatHangsIsNotWaitedForLong() {
    VerifiedItem item = GatewayFixture.message(gateway.registry());
    TestSystem.current().broker().freeze();
    long begun = System.nanoTime();
    unavailable(gateway.client().post(item.bytes()));
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(10);
    long probed = System.nanoTime();
    assertThat(gateway.ready()).as("ready with a broker that hangs").isTrue();
    // A probe that takes longer counts as failed.
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - probed)).isLessThan(1000);
    TestSystem.current().broker().thaw();
    Condition.await(
        "posting again works", () -> gateway.client().post(item.bytes()).status() == 202);
  }

  private Reply graphql(String type) {
    String query =
        String.format(
                Locale.ROOT,
                "{\"query\":\"{ transactions(tags: [{name: \\\"Type\\\", values: [\\\"%s\\\"]}]) {",
                type)
            + " edges { node { id } } } }\"}";
    return gateway.client().post("/graphql", "application/json", BodyPublishers.ofString(query));
  }

  private static void unavailable(Reply reply) {
    assertThat(reply.json().path("code").asText()).isEqualTo("BrokerUnavailable");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("retry-after")).isEqualTo("1");
  }
}
