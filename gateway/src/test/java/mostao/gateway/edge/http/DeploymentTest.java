package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import mostao.gateway.stack.Client;
import mostao.gateway.stack.Client.Reply;
import mostao.gateway.stack.Condition;
import mostao.gateway.stack.Scene;
import mostao.gateway.stack.Stack;
import mostao.gateway.stack.TestDeployment;
import mostao.gateway.stack.TestWallets;
import org.junit.jupiter.api.Test;

/** A gateway that was told its authority, before that authority's messenger has recorded it. */
@QuarkusTest
@TestProfile(DeploymentTest.Pinned.class)
@QuarkusTestResource(
    value = Stack.class,
    initArgs = @ResourceArg(name = Stack.RECORDED, value = "FOREIGN"),
    restrictToAnnotatedClass = true)
class DeploymentTest {
  private final Client client = new Client();

  /** {@code mostao.authority.address} is set. */
  public static final class Pinned implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("mostao.authority.address", TestDeployment.AUTHORITY.address());
    }
  }

  @Test
  void onlyTheDeploymentOfThePinnedAuthorityIsBelieved() {
    byte[] item = Scene.message(Scene.newId()).bytes();
    for (Reply reply : List.of(client.post(item), client.get("/"))) {
      assertThat(reply.status()).as(reply.json().toString()).isEqualTo(503);
      assertThat(reply.json().path("code").asText()).isEqualTo("DeploymentUnknown");
      assertThat(reply.header("retry-after")).isEqualTo("1");
    }
    Reply health = client.get("/q/health/ready");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.json().at("/checks/0/data/registry").asText()).contains("not recorded");
    assertThat(client.get("/q/health/live").status()).isEqualTo(200);
    assertThat(client.get("/q/openapi?format=json").status()).isEqualTo(200);

    Stack stack = Stack.current();
    stack.record(TestDeployment.scheduledBy(stack.scheduler().address()));
    Condition.await("it is ready", () -> client.get("/q/health/ready").status() == 200);
    String registry = client.get("/").json().path("registry").asText();
    assertThat(client.post(Scene.message(registry).bytes()).status()).isEqualTo(202);

    stack.record(TestDeployment.of(TestWallets.signer(3), stack.scheduler().address()));
    assertThat(client.post(item).json().path("code").asText()).isEqualTo("UnknownProcess");
    assertThat(client.get("/").json().path("authority").asText())
        .isEqualTo(TestDeployment.AUTHORITY.address());
  }
}
