package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.gateway.stack.Client.Reply;
import mostao.gateway.stack.Scene;
import mostao.gateway.stack.Stack;
import mostao.messenger.authority.TestAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Stack.class)
class MonitorTest {
  private Scene scene;

  @BeforeEach
  void open() {
    scene = Scene.open();
  }

  @Test
  void aWalletBeginsAMonitorOnceAndEndsItOnce() {
    String process = scene.list("handle");
    VerifiedItem item = item(process, 7);
    Reply begun = send("POST", process, item.bytes());
    assertThat(begun.status()).as(begun.json().toString()).isEqualTo(200);
    assertThat(begun.json().path("id").asText()).isEqualTo(item.id());
    refused(409, "Monitored", send("POST", process, item(process, 7).bytes()));
    assertThat(send("POST", process, item(process, 8).bytes()).status()).isEqualTo(200);
    assertThat(send("DELETE", process, item(process, 7).bytes()).status()).isEqualTo(200);
    refused(404, "NotMonitored", send("DELETE", process, item(process, 7).bytes()));
    // What somebody captured brings back what its signer may end again, and nothing else.
    assertThat(send("POST", process, item.bytes()).status()).isEqualTo(200);
    assertThat(send("DELETE", process, item(process, 7).bytes()).status()).isEqualTo(200);
  }

  @Test
  void anotherGatewayAndTheNextStartKnowIt() throws Exception {
    String process = scene.list("handle");
    assertThat(send("POST", process, item(process, 9).bytes()).status()).isEqualTo(200);
    Map<String, Object> kafka =
        Map.of("bootstrap.servers", Stack.current().broker().bootstrapServers());
    try (Monitors other = Monitors.of(kafka, MonitorsTest.settings(9, 9))) {
      other.catchUp().toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertThat(
              other.refuseToEnd(new Monitors.Monitor(process, TestAuthority.signer(9).address())))
          .isEmpty();
    }
  }

  @Test
  void whatIsNoSignedItemForTheProcessIsRefused() {
    String process = scene.list("handle");
    byte[] good = item(process, 7).bytes();
    byte[] flipped = good.clone();
    flipped[flipped.length - 1] ^= 1;
    int before = scene.log().all("ao.monitors").size();
    for (String method : new String[] {"POST", "DELETE"}) {
      refused(400, "InvalidItem", send(method, process, flipped));
      refused(400, "InvalidItem", send(method, process, new byte[0]));
      refused(400, "InvalidRequest", send(method, scene.registry(), good));
      String nobody = Scene.newId();
      refused(404, "UnknownProcess", send(method, nobody, item(nobody, 7).bytes()));
      refused(400, "InvalidRequest", send(method, "x", good));
    }
    assertThat(scene.log().all("ao.monitors")).hasSize(before);
  }

  @Test
  void aMonitorItemIsNothingElsewhere() {
    refused(400, "NotAo", scene.client().post(item(scene.registry(), 7).bytes()));
  }

  /** As both clients make it: a target, no tags, something as data. */
  private static VerifiedItem item(String process, int wallet) {
    return Draft.empty()
        .to(process)
        .data(Scene.newId())
        .sign(TestAuthority.signer(wallet))
        .orThrow();
  }

  private Reply send(String method, String process, byte[] item) {
    return scene
        .client()
        .send(
            scene
                .client()
                .request("/monitor/" + process)
                .header("Content-Type", "application/octet-stream")
                .method(method, BodyPublishers.ofByteArray(item)));
  }

  private static void refused(int status, String code, Reply reply) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(status);
    assertThat(reply.json().path("code").asText()).isEqualTo(code);
    assertThat(reply.json().path("error").asText()).isNotBlank();
  }
}
