package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import mostao.gateway.fixture.Client;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.TestDeployment;
import mostao.gateway.fixture.TestSystem;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.Test;

/** A gateway that was told its authority, before that authority's messenger has recorded it. */
@QuarkusTest
@TestProfile(DeploymentTest.Pinned.class)
@QuarkusTestResource(
    value = TestSystem.class,
    initArgs = @ResourceArg(name = TestSystem.RECORDED, value = "FOREIGN"),
    restrictToAnnotatedClass = true)
class DeploymentTest {
  private final Client client = new Client();
  private final Client operator = Client.ofOperator();

  /** {@code mostao.authority.address} is set, and accepted items are not remembered. */
  public static final class Pinned implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "mostao.authority.address",
          TestDeployment.AUTHORITY.address(),
          "mostao.intake.remembered",
          "0");
    }
  }

  @Test
  void onlyTheDeploymentOfThePinnedAuthorityIsBelieved() {
    byte[] item = GatewayFixture.message(GatewayFixture.newId()).bytes();
    for (Reply reply : List.of(client.post(item), client.get("/"))) {
      assertThat(reply.status()).as(reply.json().toString()).isEqualTo(503);
      assertThat(reply.json().path("code").asText()).isEqualTo("DeploymentUnknown");
      assertThat(reply.header("retry-after")).isEqualTo("1");
    }
    Reply health = operator.get("/q/health/ready");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.json().findValuesAsText("registry"))
        .containsExactly("not recorded by a messenger yet");
    assertThat(operator.get("/q/health/live").status()).isEqualTo(200);
    assertThat(client.get("/q/openapi?format=json").status()).isEqualTo(200);

    TestSystem stack = TestSystem.current();
    stack.record(TestDeployment.scheduledBy(stack.scheduler().address()));
    Condition.await("it is ready", () -> operator.get("/q/health/ready").status() == 200);
    String registry = client.get("/").json().path("registry").asText();
    byte[] accepted = GatewayFixture.message(registry).bytes();
    for (int i = 0; i < 2; i++) {
      Reply reply = client.post(accepted);
      assertThat(reply.status()).isEqualTo(202);
      assertThat(reply.json().has("known")).as("no item is remembered").isFalse();
    }

    stack.record(TestDeployment.of(TestWallets.signer(3), stack.scheduler().address()));
    assertThat(client.post(item).json().path("code").asText()).isEqualTo("UnknownProcess");
    assertThat(client.get("/").json().path("authority").asText())
        .isEqualTo(TestDeployment.AUTHORITY.address());
  }
}
