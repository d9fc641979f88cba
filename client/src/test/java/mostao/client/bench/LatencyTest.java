package mostao.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import mostao.client.cli.LatencyCommand;
import mostao.client.fake.FakeDeployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class LatencyTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyRoundBehindTheWarmUpIsCounted() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment()) {
      int exit =
          run(
              "--gateway",
              deployment.uri().toString(),
              "--type",
              "ed25519",
              "--warm-up",
              "3",
              "--rounds",
              "5",
              "--json");

      assertThat(exit).as(err.toString()).isZero();
    }
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(report.path("accepted").path("count").asInt()).isEqualTo(5);
    assertThat(report.path("dryRun").path("p50").asDouble()).isPositive();
    assertThat(report.path("evaluated").path("p50").asDouble())
        .isGreaterThanOrEqualTo(report.path("accepted").path("p50").asDouble());
  }

  @Test
  void wrongOptionsAreRefusedByName() {
    assertThat(run("--rounds", "0")).isEqualTo(2);
    assertThat(run("--type", "dsa")).isEqualTo(2);
    assertThat(err.toString()).contains("--rounds", "'dsa'");
  }

  private int run(String... arguments) {
    return new CommandLine(new LatencyCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
