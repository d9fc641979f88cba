package mostao.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import mostao.client.chat.WaitPolicy;
import mostao.client.cli.BenchCommand;
import mostao.client.fake.FakeDeployment;
import mostao.client.fake.FakeDeployment.Fault;
import mostao.client.http.HttpSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class BenchTest {
  private final StringWriter out = new StringWriter();

  @Test
  void whatWasSentIsCountedAndFoundStored() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment()) {
      BenchReport report = run(deployment.uri());

      assertThat(report.problems()).isEmpty();
      assertThat(report.ok()).isTrue();
      assertThat(report.sent()).isPositive().isEqualTo(report.stored());
      assertThat(report.relayed().p50()).isPositive();
      assertThat(out.toString()).contains("messages/s");
    }
  }

  @Test
  void aMessageThatIsNotStoredIsNoticed() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment(Fault.MESSAGE_LOST)) {
      BenchReport report = run(deployment.uri());

      assertThat(report.ok()).isFalse();
      assertThat(report.problems()).anySatisfy(p -> assertThat(p).contains("is not there"));
    }
  }

  @Test
  void aMessageThatIsStoredTwiceIsNoticed() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment(Fault.MESSAGE_DOUBLED)) {
      assertThat(run(deployment.uri()).problems())
          .anySatisfy(problem -> assertThat(problem).contains("are stored"));
    }
  }

  @Test
  void theCommandPrintsOneLineOfJsonOrFails() throws IOException {
    StringWriter err = new StringWriter();
    try (FakeDeployment deployment = new FakeDeployment()) {
      int exit =
          new CommandLine(new BenchCommand())
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute(
                  "--gateway",
                  deployment.uri().toString(),
                  "--conversations",
                  "2",
                  "--seconds",
                  "1",
                  "--json");

      assertThat(exit).isZero();
      assertThat(out.toString().lines()).hasSize(1);
      assertThat(out.toString()).startsWith("{\"ok\":true");
    }
    assertThat(
            new CommandLine(new BenchCommand())
                .setErr(new PrintWriter(err))
                .execute("--seconds", "0"))
        .isEqualTo(2);
  }

  private BenchReport run(URI gateway) throws InterruptedException {
    BenchSettings settings =
        new BenchSettings(
            gateway,
            2,
            Duration.ofMillis(400),
            100,
            HttpSettings.DEFAULT,
            new WaitPolicy(Duration.ofMillis(700), Duration.ofMillis(2), Duration.ofMillis(20)));
    return Bench.run(settings, new PrintWriter(out, true));
  }
}
