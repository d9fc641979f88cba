package mostao.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import mostao.client.chat.WaitPolicy;
import mostao.client.fake.FakeDeployment;
import mostao.client.fake.FakeDeployment.Fault;
import mostao.client.fake.Lie;
import mostao.client.http.HttpSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class DemoTest {
  private static final Path WALLETS =
      Path.of(System.getProperty("mostao.root"), "e2e", "node", "wallets");
  private static final HttpSettings QUICK =
      new HttpSettings(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          3,
          Duration.ofMillis(5),
          Duration.ofMillis(20));
  private static final WaitPolicy IMPATIENT =
      new WaitPolicy(Duration.ofMillis(700), Duration.ofMillis(2), Duration.ofMillis(20));

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();

  @BeforeEach
  void keepWallets() throws IOException {
    // Making keys of 4096 bits takes seconds; the demo uses those it finds.
    Files.copy(WALLETS.resolve("dev-3.json"), folder.resolve("alice.json"));
    Files.copy(WALLETS.resolve("dev-4.json"), folder.resolve("bob.json"));
  }

  @Test
  void everythingThatIsClaimedIsThere() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment()) {
      DemoReport report = run(deployment.uri(), 10);

      assertThat(report.problems()).isEmpty();
      assertThat(report.ok()).isTrue();
      assertThat(report.sent()).isEqualTo(20);
      assertThat(report.delivered()).isEqualTo(20);
      assertThat(report.notified()).isEqualTo(20);
      assertThat(report.decrypted()).isEqualTo(20);
      assertThat(report.inOrder()).isTrue();
      assertThat(report.duplicates()).isZero();
      assertThat(report.generation()).isEqualTo(1);
      assertThat(report.transcript()).hasSize(20);
      assertThat(report.transcript().get(0).text()).isEqualTo(Script.line(true, 0));
      assertThat(out.toString()).contains("All of it held.", Script.line(false, 9));
    }
  }

  @Test
  void theReportIsOneLineOfJsonWithAllThatIsPromised() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment()) {
      String line = run(deployment.uri(), 1).toJson();

      assertThat(line).doesNotContain("\n");
      JsonNode json = new ObjectMapper().readTree(line);
      assertThat(json.fieldNames())
          .toIterable()
          .contains("ok", "sent", "delivered", "decrypted", "inOrder", "duplicates", "way");
      assertThat(json.path("timings").path("relayed").path("p50").asDouble()).isPositive();
    }
  }

  @Test
  void aSecondRunOnTheSameDataGoesOnWhereTheFirstWas() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment()) {
      run(deployment.uri(), 3);

      DemoReport second = run(deployment.uri(), 3);

      assertThat(second.problems()).isEmpty();
      assertThat(second.generation()).isEqualTo(2);
      assertThat(second.earlier()).isEqualTo(6);
      assertThat(second.delivered()).isEqualTo(6);
      assertThat(out.toString()).contains("(from an earlier run)");
    }
  }

  @Test
  void nothingReadableLeavesTheWallets() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment()) {
      DemoReport report = run(deployment.uri(), 10);

      assertThat(report.ok()).isTrue();
      String traffic = deployment.traffic();
      for (int turn : IntStream.range(0, 10).toArray()) {
        assertThat(traffic)
            .doesNotContain(Script.line(true, turn))
            .doesNotContain(Script.line(false, turn));
      }
      JsonNode jwk = new ObjectMapper().readTree(folder.resolve("alice.json").toFile());
      for (String secret : new String[] {"d", "p", "q", "dp", "dq", "qi"}) {
        assertThat(traffic).doesNotContain(jwk.path(secret).textValue());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"SLOW", "BUSY"})
  void whatOnlyTakesLongerDoesNoHarm(Fault fault) throws Exception {
    try (FakeDeployment deployment = new FakeDeployment(fault)) {
      assertThat(run(deployment.uri(), 3).problems()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NAME_TAKEN | is taken: choose another",
        "MESSAGE_LOST | 9 of 10 messages were delivered",
        "MESSAGE_DOUBLED | 1 messages were not sent by either side",
        "MESSAGE_CHANGED | 9 of 10 messages were delivered",
        "MESSAGE_REFUSED | 9 of 10 messages were delivered",
        "ORDER_CHANGED | not in the order",
        "NOTICE_LOST | 9 of 10 notifications arrived",
        "ROTATION_REFUSED | GenerationConflict",
        "KEY_LOST | bob finds no session key"
      })
  void whateverGoesWrongIsNoticedAndSaid(Fault fault, String problem) throws Exception {
    try (FakeDeployment deployment = new FakeDeployment(fault)) {
      DemoReport report = run(deployment.uri(), 5);

      assertThat(report.ok()).isFalse();
      assertThat(String.join("\n", report.problems())).contains(problem);
      assertThat(out.toString()).contains("The demo FAILED.").contains(problem);
    }
  }

  @Test
  void anotherDeploymentInThePlaceOfTheFirstIsAProblem() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment()) {
      run(deployment.uri(), 1);
      deployment.lie(Lie.OTHER_AUTHORITY);

      assertThat(run(deployment.uri(), 1).problems())
          .singleElement()
          .asString()
          .contains("the authority of", "remove alice.state");
    }
  }

  @Test
  void aGatewayThatIsNotThereIsAProblemNotACrash() throws Exception {
    DemoReport report = run(URI.create("http://127.0.0.1:1"), 1);

    assertThat(report.ok()).isFalse();
    assertThat(report.problems().get(0)).contains("http://127.0.0.1:1");
  }

  @Test
  void aWalletThatCannotSealIsRefusedByName() throws Exception {
    Files.writeString(folder.resolve("alice.json"), "0".repeat(63) + "1");
    try (FakeDeployment deployment = new FakeDeployment()) {
      assertThat(run(deployment.uri(), 1).problems().get(0)).contains("alice.json is not an RSA");
    }
  }

  @Test
  void missingWalletsAreMade() throws Exception {
    Files.delete(folder.resolve("bob.json"));
    try (FakeDeployment deployment = new FakeDeployment()) {
      assertThat(run(deployment.uri(), 1).ok()).isTrue();
      assertThat(folder.resolve("bob.json")).exists();
      assertThat(out.toString()).contains("(new)");
    }
  }

  private DemoReport run(URI gateway, int messages) throws InterruptedException {
    DemoSettings settings =
        new DemoSettings(gateway, Optional.empty(), folder, messages, QUICK, IMPATIENT);
    return Demo.run(settings, new PrintWriter(out, true));
  }
}
