package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Section 8 of the AO contract: one test per line, driven by the unmodified npm packages or by raw
 * HTTP. The scripts run first, all of them; the tests say what they found.
 */
@ExtendWith(RunningSystem.class)
class ConformanceIT {
  private static final Path E2E = RunningSystem.root().resolve("e2e");

  /** More at once would only wait for each other on a small machine. */
  private static final int AT_ONCE = 3;

  private static final List<List<String>> SCRIPTS =
      List.of(
          List.of("conformance/door.mjs"),
          List.of("conformance/client.mjs", "0.0.57"),
          List.of("conformance/client.mjs", "0.0.98"),
          List.of("conformance/scheduling.mjs"),
          List.of("conformance/pushing.mjs"),
          List.of("conformance/evaluation.mjs"));

  @BeforeAll
  static void packages() throws Exception {
    Node.install();
  }

  @TestFactory
  Stream<DynamicTest> everyLineOfTheContractsChecklist() throws Exception {
    List<Verdict> verdicts = verdicts();
    List<Checklist.Line> lines = Checklist.lines();
    String report = Checklist.report(lines, verdicts);
    Files.writeString(E2E.resolve("target/conformance.md"), report, StandardCharsets.UTF_8);
    System.getLogger(ConformanceIT.class.getName()).log(Level.INFO, "\n" + report);
    return Stream.concat(
        lines.stream()
            .map(
                line ->
                    DynamicTest.dynamicTest(
                        line.number() + " " + line.property(),
                        () -> holds(line, Checklist.of(line, verdicts)))),
        Stream.of(
            DynamicTest.dynamicTest("every line is listed once", () -> allOf(lines)),
            DynamicTest.dynamicTest(
                "CONFORMANCE.md says what was checked",
                () ->
                    assertThat(E2E.resolve("CONFORMANCE.md"))
                        .as("copy e2e/target/conformance.md to e2e/CONFORMANCE.md")
                        .hasContent(report))));
  }

  private static void holds(Checklist.Line line, List<Verdict> verdicts) {
    assertThat(verdicts.stream().filter(verdict -> !verdict.ok()).toList())
        .as(
            () ->
                verdicts.stream()
                    .filter(verdict -> !verdict.ok())
                    .map(v -> v.client() + ": " + v.check() + "\n" + v.detail())
                    .collect(Collectors.joining("\n")))
        .isEmpty();
    assertThat(verdicts.stream().map(Verdict::client).collect(Collectors.toSet()))
        .as("who checked line " + line.number())
        .isEqualTo(line.drivers());
  }

  private static void allOf(List<Checklist.Line> lines) {
    assertThat(lines).extracting(Checklist.Line::number).hasSize(53).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(lines.stream().map(Checklist.Line::number).toList()))
        .startsWith(1)
        .endsWith(53);
  }

  /** In the order of the lines, whatever ran first. */
  private static List<Verdict> verdicts() throws Exception {
    ExecutorService runners = Executors.newFixedThreadPool(AT_ONCE);
    // The packages can't prove who they are, and read lists back.
    try (SecondGateway open = SecondGateway.start("-Dmostao.reads=open")) {
      List<Future<String>> outputs = new ArrayList<>();
      for (List<String> script : SCRIPTS) {
        URI gateway =
            script.contains("conformance/client.mjs")
                ? open.url()
                : URI.create(RunningSystem.stack().url());
        outputs.add(runners.submit(() -> Node.run(environment(gateway), command(script))));
      }
      List<Verdict> all = new ArrayList<>();
      for (Future<String> output : outputs) {
        all.addAll(Verdict.read(output.get()));
      }
      all.sort(Comparator.comparing(Verdict::line).thenComparing(Verdict::client));
      return all;
    } finally {
      runners.shutdownNow();
    }
  }

  private static String[] command(List<String> script) {
    List<String> command = new ArrayList<>(List.of("node", "--import"));
    command.add("./conformance/preload.mjs");
    command.addAll(script);
    return command.toArray(String[]::new);
  }

  private static Map<String, String> environment(URI gateway) {
    return Map.of(
        "GATEWAY",
        gateway.toString(),
        "GRAPHQL_URL",
        gateway + "/graphql",
        "SESSION_PID",
        Long.toString(RunningSystem.stack().service("session").pid()));
  }
}
