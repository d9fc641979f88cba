package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.gateway.stack.Client.Reply;
import mostao.gateway.stack.Scene;
import mostao.gateway.stack.Stack;
import mostao.gateway.stack.TestWallets;
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
  void aMonitorIsAnsweredAsOftenAsItIsAskedFor() {
    String process = scene.list("handle");
    VerifiedItem item = item(process, 7);
    for (String method : new String[] {"POST", "POST", "DELETE", "DELETE"}) {
      Reply reply = send(method, process, item.bytes());
      assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
      assertThat(reply.json().path("id").asText()).isEqualTo(item.id());
      assertThat(reply.json().path("message").asText())
          .isEqualTo(method.equals("POST") ? "Monitor process" : "Process deleted");
    }
  }

  @Test
  void whatIsNoSignedItemForTheProcessIsRefused() {
    String process = scene.list("handle");
    byte[] good = item(process, 7).bytes();
    byte[] flipped = good.clone();
    flipped[flipped.length - 1] ^= 1;
    Map<String, Integer> before = scene.counts();
    for (String method : new String[] {"POST", "DELETE"}) {
      refused(400, "InvalidItem", send(method, process, flipped));
      refused(400, "InvalidItem", send(method, process, new byte[0]));
      refused(400, "InvalidRequest", send(method, scene.registry(), good));
      String nobody = Scene.newId();
      refused(404, "UnknownProcess", send(method, nobody, item(nobody, 7).bytes()));
      refused(400, "InvalidRequest", send(method, "x", good));
    }
    assertThat(scene.counts()).isEqualTo(before);
  }

  @Test
  void aMonitorItemIsNothingElsewhere() {
    refused(400, "NotAo", scene.client().post(item(scene.registry(), 7).bytes()));
  }

  /** As both clients make it: a target, no tags, something as data. */
  private static VerifiedItem item(String process, int wallet) {
    return Draft.empty().to(process).data(Scene.newId()).sign(TestWallets.signer(wallet)).orThrow();
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
