package mostao.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mostao.local.os.Ports;
import mostao.local.os.Programs;
import mostao.local.stack.StandIns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own, as people run it. */
class UpCommandTest {
  private static final int PORTS = 9;

  /** Where the launcher unpacks PostgreSQL; linked, so that it is done once for all tests. */
  private static final String UNPACKED = "deploy/local/target/postgres";

  @TempDir Path folder;
  private final List<Process> launchers = new ArrayList<>();

  @AfterEach
  void kill() throws IOException {
    launchers.forEach(Process::destroyForcibly);
    Files.deleteIfExists(folder.resolve("repository").resolve(UNPACKED));
  }

  @Test
  void ctrl_c_stops_everything_in_order_and_is_no_failure() throws Exception {
    int port = StandIns.port();
    Process launcher = up(port, "first", "--ephemeral");
    awaitLine("first", "MostAO is up");
    List<ProcessHandle> children = launcher.descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(6);

    interrupt(launcher);

    assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String output = output("first");
    assertThat(launcher.exitValue()).as(output).isZero();
    assertThat(output)
        .containsSubsequence(
            "process the-registry-id",
            "gateway   stopped",
            "session   stopped",
            "handle    stopped",
            "registry  stopped",
            "database  stopped",
            "broker    stopped",
            "everything is stopped");
    assertThat(output).doesNotContain("by itself");
    assertGone(port, children);
    String data = output.lines().filter(l -> l.contains("  data ")).findFirst().orElseThrow();
    assertThat(Path.of(data.strip().split(" +")[1])).doesNotExist();
  }

  @Test
  void nothing_outlives_a_killed_launcher_and_the_next_starts() throws Exception {
    int port = StandIns.port();
    String data = folder.resolve("data").toString();
    Process launcher = up(port, "killed", "--data", data);
    awaitLine("killed", "MostAO is up");
    List<ProcessHandle> children = launcher.descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(6);

    Process second = up(StandIns.port(), "second", "--data", data);
    assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(1);
    assertThat(output("second"))
        .contains("mostao: the data directory " + data + " is in use by process " + launcher.pid())
        .hasLineCount(1);

    launcher.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

    assertGone(port, children);
    Process next = up(port, "next", "--data", data);
    awaitLine("next", "MostAO is up");
    interrupt(next);
    assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(next.exitValue()).isZero();
  }

  private void assertGone(int port, List<ProcessHandle> children) throws InterruptedException {
    StandIns.await(
        () -> "all children ended", 20, () -> children.stream().noneMatch(ProcessHandle::isAlive));
    for (int use = port; use < port + PORTS; use++) {
      assertThat(Ports.free(use)).as("port %d", use).isTrue();
    }
  }

  private Process up(int port, String name, String... more) throws IOException {
    Path root = folder.resolve("repository");
    if (!Files.exists(root)) {
      StandIns.repository(root);
      Files.createDirectories(StandIns.BINARIES);
      Files.createDirectories(root.resolve(UNPACKED).getParent());
      Files.createSymbolicLink(root.resolve(UNPACKED), StandIns.BINARIES.toAbsolutePath());
    }
    List<String> command = new ArrayList<>();
    if (System.getProperty("os.name").equals("Linux")) {
      // A shell that runs the tests in the background ignores SIGINT, and children inherit that.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(Programs.java().toString());
    command.add(Programs.COMPILE_LESS);
    command.add("-Dmostao.root=" + root);
    command.addAll(List.of("mostao.local.cli.Mostao", "up", "--quick", "--port"));
    command.add(String.valueOf(port));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(name).toFile());
    Process launcher = builder.start();
    launchers.add(launcher);
    return launcher;
  }

  /** The effect of Ctrl-C, without a terminal. */
  private static void interrupt(Process launcher) throws Exception {
    new ProcessBuilder("/bin/sh", "-c", "kill -INT " + launcher.pid()).start().waitFor();
  }

  private String output(String name) {
    try {
      return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitLine(String name, String line) throws InterruptedException {
    StandIns.await(
        () -> line + " in " + name + ": " + output(name),
        180,
        () -> {
          String output = output(name);
          if (output.contains("mostao: ")) {
            throw new AssertionError(output);
          }
          return output.contains(line);
        });
  }
}
