package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.gateway.stack.Client.Reply;
import mostao.gateway.stack.Condition;
import mostao.gateway.stack.Scene;
import mostao.gateway.stack.Stack;
import mostao.local.process.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Stack.class)
class BrokerAwayTest {
  private Scene scene;

  @BeforeEach
  void open() {
    scene = Scene.open();
  }

  @AfterEach
  void back() {
    if (Stack.current().broker().running()) {
      Stack.current().broker().signal(Signal.CONT);
    } else {
      Stack.current().broker().start();
    }
    Condition.await("the gateway is ready", scene::ready);
  }

  @Test
  void withoutABrokerNothingIsAcceptedAndAfterwardsAllIsAsBefore() throws Exception {
    String handle = scene.list("handle");
    VerifiedItem item = Scene.message(scene.registry());
    Stack.current().broker().stop();
    unavailable(scene.client().post(item.bytes()));
    unavailable(scene.client().post(Scene.message(Scene.newId()).bytes()));
    Condition.await("readiness is red", () -> !scene.ready());
    assertThat(scene.client().get("/q/health/live").status()).isEqualTo(200);
    assertThat(scene.client().get("/").status()).isEqualTo(200);
    assertThat(graphql("Scheduler-Location").status()).isEqualTo(200);
    unavailable(graphql("Process"));

    Stack.current().broker().start();
    Condition.await("readiness is green", scene::ready);
    Reply reply = scene.client().post(item.bytes());
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().path("id").asText()).isEqualTo(item.id());
    assertThat(scene.inbox("registry")).anyMatch(found -> found.id().equals(item.id()));

    // Waiting clients are back as well.
    String message = Scene.newId();
    CompletableFuture<Reply> waiting =
        CompletableFuture.supplyAsync(
            () -> scene.client().get("/result/" + message + "?process-id=" + handle));
    String path = "/unit/processes/" + handle + "/results/" + message;
    Condition.await("the unit is asked", () -> !scene.units().asked(path).isEmpty());
    scene.publish("handle", handle, message, Result.nothing());
    assertThat(waiting.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
  }

  @Test
  void aBrokerThatHangsIsNotWaitedForLong() {
    VerifiedItem item = Scene.message(scene.registry());
    Stack.current().broker().signal(Signal.STOP);
    long begun = System.nanoTime();
    unavailable(scene.client().post(item.bytes()));
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(10);
    Stack.current().broker().signal(Signal.CONT);
    Condition.await("posting again works", () -> scene.client().post(item.bytes()).status() == 202);
  }

  private Reply graphql(String type) {
    String query =
        "{\"query\":\"{ transactions(tags: [{name: \\\"Type\\\", values: [\\\"%s\\\"]}]) {"
                .formatted(type)
            + " edges { node { id } } } }\"}";
    return scene.client().post("/graphql", "application/json", BodyPublishers.ofString(query));
  }

  private static void unavailable(Reply reply) {
    assertThat(reply.json().path("code").asText()).isEqualTo("BrokerUnavailable");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("retry-after")).isEqualTo("1");
  }
}
