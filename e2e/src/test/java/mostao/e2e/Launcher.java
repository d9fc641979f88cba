package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mostao.local.cli.Mostao;
import mostao.local.os.Programs;

/** The commands of {@code ./mostao}. */
final class Launcher {
  private static final int MINUTES = 3;

  private Launcher() {}

  /** What a command said, and its exit code. */
  record Said(int code, String out, String err) {}

  /** In this JVM. */
  static Said run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    return new Said(Mostao.run(out, err, words), out.toString(), err.toString());
  }

  /** The packaged launcher in a JVM of its own. */
  static Said packaged(String... words) throws IOException, InterruptedException {
    Path root = RunningSystem.root();
    List<String> command =
        new ArrayList<>(
            List.of(
                Programs.java().toString(),
                Programs.COMPILE_LESS,
                "-Dmostao.root=" + root,
                "-jar",
                root.resolve("deploy/local/target/local-0.1.0.jar").toString()));
    command.addAll(List.of(words));
    Path out = Files.createTempFile("launcher", ".out");
    Path err = Files.createTempFile("launcher", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      process.destroyForcibly();
      Said said =
          new Said(
              ended ? process.exitValue() : -1,
              Files.readString(out, StandardCharsets.UTF_8),
              Files.readString(err, StandardCharsets.UTF_8));
      assertThat(ended).as("%s ends: %s", command, said).isTrue();
      return said;
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
