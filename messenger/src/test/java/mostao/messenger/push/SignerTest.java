package mostao.messenger.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.wire.InboxRecord;
import org.junit.jupiter.api.Test;

/** A messenger whose authority signs in a process of its own, which comes late and is killed. */
@QuarkusTest
@QuarkusTestResource(value = SignerStack.class, restrictToAnnotatedClass = true)
class SignerTest {
  private static final int MESSAGES = 100;

  @Inject Directory directory;

  @TestHTTPResource("/q/health/ready")
  URI health;

  SignerStack.Signer signer;

  @Test
  void whatWaitsForTheSignerIsDeliveredOnceItIsThereEachWithOneId() throws Exception {
    // It is not started yet: the messenger runs, waits, and says for what.
    awaitHealth(
        answer ->
            answer.statusCode() == 503 && answer.body().contains("the signer does not answer"));
    signer.start();
    awaitHealth(answer -> answer.statusCode() == 200 && answer.body().contains("\"signs\""));
    try (Scene scene = Scene.open(directory)) {
      String handle = scene.list("handle");
      String session = scene.list("session");
      send(scene, handle, session, "before");
      List<InboxRecord> before = scene.awaitInbox("session", MESSAGES, "Action", "before");

      signer.kill();
      assertThat(Files.exists(signer.socket())).isTrue();
      send(scene, handle, session, "meanwhile");
      awaitHealth(
          answer ->
              // Once ready it stays so: nothing is gained by replacing it.
              answer.statusCode() == 200
                  && answer.body().contains("the signer does not answer")
                  && answer.body().contains("a batch can't be delivered"));
      assertThat(scene.inbox("session")).noneMatch(item -> item.tags().has("Action", "meanwhile"));

      signer.start();
      assertOnceInOrder(scene.awaitInbox("session", MESSAGES, "Action", "meanwhile"));
      assertOnceInOrder(before);
      awaitHealth(
          answer -> answer.body().contains("\"signs\"") && answer.body().contains("carries"));
    }
  }

  private static void send(Scene scene, String handle, String session, String action) {
    for (int i = 0; i < MESSAGES; i++) {
      scene.publish(
          "handle",
          handle,
          Scene.newId(),
          Scene.messages(
              new Result.Outgoing(
                  session,
                  "data",
                  String.format(Locale.ROOT, "%032d", i),
                  Tags.of("Action", action, "Reference", "r" + i))));
    }
  }

  /** A batch that was tried again may be delivered again, but then with the same ids. */
  private static void assertOnceInOrder(List<InboxRecord> items) {
    List<InboxRecord> once = items.stream().distinct().toList();
    List<String> references = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      references.add("r" + i);
    }
    assertThat(once)
        .extracting(item -> item.tags().first("Reference").orElse(""))
        .isEqualTo(references);
    assertThat(once).extracting(InboxRecord::id).doesNotHaveDuplicates();
  }

  private void awaitHealth(Predicate<HttpResponse<String>> condition) {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest question =
        HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(60)).GET().build();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> http.send(question, BodyHandlers.ofString()), condition);
  }
}
