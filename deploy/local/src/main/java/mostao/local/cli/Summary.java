package mostao.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import mostao.local.stack.LocalStack;
import mostao.local.stack.StackSettings;

/** The summary of a running system for its user. */
final class Summary {
  private final LocalStack stack;
  private final boolean ephemeral;

  Summary(LocalStack stack, boolean ephemeral) {
    this.stack = stack;
    this.ephemeral = ephemeral;
  }

  /** All of it, after the start. */
  String up(Duration took) {
    return String.format(
            Locale.ROOT, "%nMostAO is up, ready in %.1f s.%n", took.toMillis() / 1000.0)
        + places();
  }

  /** Where everything is, and what to try next. */
  String places() {
    StackSettings settings = stack.settings();
    String port = settings.port() == StackSettings.DEFAULT_PORT ? "" : " --port " + settings.port();
    return String.format(
        Locale.ROOT,
        """

          gateway   %s
          registry  process %s
          broker    %s (Kafka)
          database  %s
          reads     %s
          data      %s
          logs      %s

        Try next, in another terminal:
          curl %s/
          ./mostao topics%s
          kcat -b %s -t ao.handle.inbox

        Ctrl-C stops everything%s
        """,
        stack.url(),
        registryId(stack.url()),
        stack.broker().bootstrapServers(),
        stack.database().jdbcUrl(),
        settings.openReads()
            ? "OPEN to anyone (without --open-reads, reads need proof)"
            : "private: only the owner or a party can read",
        settings.data(),
        settings.data().resolve("logs"),
        stack.url(),
        port,
        stack.broker().bootstrapServers(),
        ephemeral
            ? " and removes the data."
            : "; the data is kept, and the next start goes on with it.");
  }

  private static String registryId(String gateway) {
    try (InputStream body = URI.create(gateway + "/").toURL().openStream()) {
      JsonNode id = new ObjectMapper().readTree(body).path("registry");
      return id.isTextual() ? id.asText() : "(the gateway names none)";
    } catch (IOException e) {
      return "(the gateway does not say: " + e.getMessage() + ")";
    }
  }
}
