package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mostao.ao.wire.Topics;
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

  /** A partition that nobody reads is missed only by who knows how many there are. */
  @Test
  void unreadPartitionsAreCountedFromAsManyAsThereAre() throws IOException {
    Matcher rule =
        Pattern.compile("- alert: PartitionUnread\n(?:(?! +- alert:).*\n)+")
            .matcher(Files.readString(RULES));
    assertThat(rule.find()).isTrue();
    Map<String, Integer> counted = new HashMap<>();
    Pattern.compile("\\{module=~?\"([a-z|]+)\"\\}\\) < (\\d+)")
        .matcher(rule.group())
        .results()
        .forEach(
            kinds ->
                Stream.of(kinds.group(1).split("\\|"))
                    .forEach(module -> counted.put(module, Integer.valueOf(kinds.group(2)))));
    assertThat(counted)
        .isEqualTo(
            Topics.MODULES.stream()
                .collect(
                    Collectors.toMap(
                        module -> module,
                        module -> Topics.definition(Topics.inbox(module)).partitions())));
  }

  private static List<String> names(String line, Path file) throws IOException {
    return Pattern.compile("(?m)^\\s*" + line + "$")
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static void promtool(String... arguments) throws Exception {
    ProcessBuilder command = new ProcessBuilder(Needed.program("promtool").toString());
    command.command().addAll(List.of(arguments));
    Process process = command.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
