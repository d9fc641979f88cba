package mostao.client.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import mostao.client.cli.SoakCommand;
import mostao.client.fake.FakeDeployment;
import mostao.client.fake.FakeDeployment.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class SoakTest {
  private final StringWriter out = new StringWriter();

  private SoakReport run(Soak.Script script, Fault... faults) throws Exception {
    try (FakeDeployment deployment = new FakeDeployment(faults)) {
      return Soak.run(settings(deployment.uri()), script, new PrintWriter(out, true));
    }
  }

  private SoakReport run(Fault... faults) throws Exception {
    return run(Soak.Script.of(Duration.ofSeconds(1)), faults);
  }

  private static SoakSettings settings(URI gateway) {
    Duration pause = Duration.ofMillis(10);
    return new SoakSettings(gateway, 2, 20, pause, pause, Duration.ofSeconds(2));
  }

  @Test
  void whatWasAcceptedIsFoundOnceAndInOrder() throws Exception {
    SoakReport report = run();

    assertThat(report.problems()).isEmpty();
    assertThat(report.ok()).isTrue();
    assertThat(report.accepted()).isGreaterThan(5);
    SoakReport.Section steady = report.sections().get(0);
    assertThat(steady.arrived().count()).isEqualTo((int) report.accepted());
    assertThat(steady.failedPosts()).isEmpty();
    assertThat(out.toString()).contains("0 lost, 0 doubled, 0 reordered");
  }

  @Test
  void aRequestThatIsTriedAgainIsCountedAllTheSame() throws Exception {
    SoakReport report = run(Fault.BUSY);

    assertThat(report.ok()).isTrue();
    assertThat(report.sections().get(0).failedPosts())
        .containsOnlyKeys("HTTP 503")
        .containsEntry("HTTP 503", report.accepted());
  }

  @Test
  void whatIsLostDoubledOrOutOfOrderIsNoticed() throws Exception {
    assertThat(run(Fault.MESSAGE_LOST).lost()).isEqualTo(2);
    assertThat(run(Fault.MESSAGE_DOUBLED).doubled()).isEqualTo(2);
    assertThat(run(Fault.MESSAGE_CHANGED).foreign()).isEqualTo(2);
    assertThat(run(Fault.ORDER_CHANGED).ok()).isFalse();
  }

  @Test
  void eachLineBeginsASection() throws Exception {
    SoakReport report = run(Soak.Script.of(new BufferedReader(new StringReader("one\ntwo\n"))));

    assertThat(report.sections())
        .extracting(SoakReport.Section::name)
        .containsExactly("steady", "one", "two");
    assertThat(report.toJson()).startsWith("{\"ok\":true").contains("\"name\":\"two\"");
  }

  @Test
  void aComparisonCountsEachMessageOnce() {
    Comparison comparison =
        Comparison.of("s", List.of("a", "b", "c", "d"), List.of("a", "c", "b", "c", "x"));

    assertThat(comparison).isEqualTo(new Comparison("s", 4, 1, 1, 1, 1));
    assertThat(comparison.right()).isFalse();
  }

  @Test
  void theCommandPrintsOneLineOfJsonOrFails() throws Exception {
    StringWriter err = new StringWriter();
    try (FakeDeployment deployment = new FakeDeployment()) {
      CommandLine line =
          new CommandLine(new SoakCommand())
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true));
      String uri = deployment.uri().toString();

      assertThat(line.execute("--gateway", uri, "--conversations", "1", "--seconds", "1", "--json"))
          .isZero();
      assertThat(out.toString().lines()).hasSize(1);
      assertThat(line.execute("--rate", "0")).isEqualTo(2);
    }
  }
}
