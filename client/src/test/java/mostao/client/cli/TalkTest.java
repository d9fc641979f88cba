package mostao.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import mostao.client.fake.FakeDeployment;
import mostao.client.http.HttpSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class TalkTest {
  private static final Path WALLETS =
      Path.of(System.getProperty("mostao.root"), "e2e", "node", "wallets");

  @TempDir private Path folder;

  @BeforeEach
  void keepWallets() throws IOException {
    Files.copy(WALLETS.resolve("dev-3.json"), folder.resolve("alice.json"));
    Files.copy(WALLETS.resolve("dev-4.json"), folder.resolve("bob.json"));
  }

  @Test
  void theNextRunGoesOnWithTheConversationAndOpensAllOfIt() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment()) {
      JsonNode first = talked(deployment);
      JsonNode second = talked(deployment);

      assertThat(first.path("earlier").asInt()).isZero();
      assertThat(second.path("earlier").asInt()).isEqualTo(first.path("sent").asInt()).isPositive();
      assertThat(second.path("session")).isEqualTo(first.path("session"));
    }
  }

  @Test
  void wrongUseIsSaid() {
    assertThat(talk(new StringWriter(), "--messages", "1")).isEqualTo(2);
    assertThat(talk(new StringWriter(), "--wallets", folder.toString(), "--messages", "0"))
        .isEqualTo(2);
  }

  @Test
  void patienceIsMoreTries() {
    HttpSettings usual =
        new HttpSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            3,
            Duration.ofMillis(5),
            Duration.ofMillis(20));

    // 5 + 10 + 10 * 20 ms.
    assertThat(usual.trying(Duration.ofMillis(200)).attempts()).isEqualTo(13);
    assertThat(usual.trying(Duration.ofMillis(1)).attempts()).isEqualTo(3);
  }

  private JsonNode talked(FakeDeployment deployment) throws IOException {
    StringWriter out = new StringWriter();
    int code =
        talk(
            out,
            "--gateway",
            deployment.uri().toString(),
            "--wallets",
            folder.toString(),
            "--messages",
            "2",
            "--json");
    assertThat(code).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    return new ObjectMapper().readTree(out.toString());
  }

  private static int talk(StringWriter out, String... arguments) {
    return new CommandLine(new TalkCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(arguments);
  }
}
