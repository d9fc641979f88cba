package mostao.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.http.AoClient;
import mostao.client.http.AoMessages;

/** Sends one Action to a process and reads its reply: as a message, a dry-run, a signed dry-run. */
final class ProcessClient {
  /**
   * The answer to a message that was sent.
   *
   * @param id of the message
   */
  record Told(String id, JsonNode body) {}

  private final AoClient client;

  ProcessClient(AoClient client) {
    this.client = client;
  }

  AoClient client() {
    return client;
  }

  /** As a message with lasting effect; returns when it is evaluated. */
  Told tell(String process, String action, String data) throws IOException, InterruptedException {
    return tell(item(process, action, data), action);
  }

  /** A message that is signed and not yet sent: sent again, it has one effect. */
  VerifiedItem item(String process, String action, String data) {
    return client.signed(AoMessages.draft(process, Tags.of(Names.ACTION, action), data));
  }

  /** As {@link #tell(String, String, String)}, for what is signed. */
  Told tell(VerifiedItem item, String action) throws IOException, InterruptedException {
    String id = client.post(item);
    return new Told(id, body(action, client.result(id, item.targetId())));
  }

  /** As an anonymous dry-run. */
  JsonNode ask(String process, String action, String data)
      throws IOException, InterruptedException {
    return body(action, client.dryRun(process, Tags.of(Names.ACTION, action), data));
  }

  /** As a dry-run that proves the caller's wallet. */
  JsonNode prove(String process, String action, String data)
      throws IOException, InterruptedException {
    return body(action, client.provenDryRun(process, Tags.of(Names.ACTION, action), data));
  }

  private static JsonNode body(String action, Result result) throws IOException {
    if (result.error().isPresent()) {
      throw new IOException(action + " made the process fail: " + result.error().get());
    }
    Result.Outgoing reply =
        result.messages().stream()
            .filter(message -> message.tags().has(Names.ACTION, action + "-Response"))
            .findFirst()
            .orElseThrow(() -> new IOException("the process gave no reply to " + action));
    JsonNode body =
        Json.parse(reply.data())
            .orElseThrow(() -> new IOException("the reply to " + action + " is not JSON"));
    Optional<String> error = reply.tags().first(Names.ERROR);
    if (error.isPresent()) {
      throw new RefusedException(action, error.get(), body.path("message").asText(""));
    }
    return body;
  }
}
