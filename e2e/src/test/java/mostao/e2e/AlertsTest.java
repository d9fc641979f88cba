package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import mostao.local.os.Programs;
import org.junit.jupiter.api.Test;

/** The alert rules, as Prometheus' own tool reads them and as an operator does. */
class AlertsTest {
  private static final Path RULES = RunningSystem.root().resolve("deploy/alerts/mostao.yml");
  private static final Path WHEN = RULES.resolveSibling("mostao.test.yml");

  @Test
  void prometheusTakesTheRulesAndEachFiresWhenItShould() throws Exception {
    promtool("check", "rules", RULES.toString());
    promtool("test", "rules", WHEN.toString());
  }

  @Test
  void everyAlertIsTriedAndInTheRunbook() throws IOException {
    List<String> alerts = names("- alert: (\\w+)", RULES);
    assertThat(alerts).isNotEmpty().doesNotHaveDuplicates();
    assertThat(names("### (\\w+)", RunningSystem.root().resolve("deploy/RUNBOOK.md")))
        .containsAll(alerts);
    assertThat(names("alertname: (\\w+)", WHEN)).hasSameElementsAs(alerts);
  }

  /** What it means, what to look at and what to do; and whether that can wait. */
  @Test
  void theRunbookSaysWhenToWakeSomebody() throws IOException {
    String runbook = Files.readString(RunningSystem.root().resolve("deploy/RUNBOOK.md"));
    for (String alert : names("- alert: (\\w+)", RULES)) {
      assertThat(runbook)
          .containsPattern("### " + alert + "\\n(?:(?!#).*\\n)*?(?:- )?Wake somebody: [a-z]");
    }
  }

  private static List<String> names(String line, Path file) throws IOException {
    return Pattern.compile("(?m)^\\s*" + line + "$")
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  /** Skipped with a word on a developer's machine that lacks it; fails where {@code CI} is set. */
  private static void promtool(String... arguments) throws Exception {
    Optional<Path> program = Programs.find("promtool");
    if (System.getenv("CI") == null) {
      assumeTrue(program.isPresent(), "promtool is not installed: the alert rules are not tried");
    }
    assertThat(program).as("promtool is needed").isPresent();
    ProcessBuilder command = new ProcessBuilder(program.get().toString());
    command.command().addAll(List.of(arguments));
    Process process = command.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
