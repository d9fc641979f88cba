package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mostao.e2e.faults.FailPoint.Of;
import mostao.local.os.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fail-point is a place in the programs as they are packaged. */
class FailPointsIT {
  @TempDir private Path folder;

  @Test
  void everyStepOfTheTurnIsInAService() throws Exception {
    check(
        "session-service",
        Arrays.stream(FailPoint.values()).filter(p -> p.of() == Of.TURN).toList());
  }

  @Test
  void everyStepOfPushingIsInTheMessenger() throws Exception {
    check(
        "messenger",
        Arrays.stream(FailPoint.values()).filter(p -> p.of() == Of.MESSENGER).toList());
  }

  @Test
  void everyStepOfTheDoorIsInTheGateway() throws Exception {
    check("gateway", Arrays.stream(FailPoint.values()).filter(p -> p.of() == Of.DOOR).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "registry, registry-service",
    "handle, handle-service",
    "session, session-service",
    "messenger, messenger"
  })
  void everyStepOfASagaIsInItsProgram(String service, String module) throws Exception {
    checkRules(
        module,
        Arrays.stream(SagaStep.values())
            .filter(step -> step.service().equals(service))
            .map(step -> step.rule(Path.of("/dev/null")))
            .toList());
  }

  private void check(String module, List<FailPoint> points) throws Exception {
    checkRules(module, points.stream().map(point -> point.rule(Path.of("/dev/null"), 0)).toList());
  }

  /** Byteman's own check of its rules against the classes. */
  private void checkRules(String module, List<String> rules) throws Exception {
    Path script = Files.writeString(folder.resolve("rules.btm"), String.join("", rules));
    Path app = Path.of(System.getProperty("mostao.root"), module, "target", "quarkus-app");
    List<String> classes = new ArrayList<>(List.of(Breakpoint.agent().toString()));
    for (String part : List.of("app", "lib/main", "lib/boot")) {
      classes.add(app.resolve(part) + "/*");
    }
    Process check =
        new ProcessBuilder(
                Programs.java().toString(),
                "-cp",
                String.join(File.pathSeparator, classes),
                "org.jboss.byteman.check.TestScript",
                script.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
    assertThat(said).doesNotContain("ERROR").doesNotContain("WARNING");
  }
}
