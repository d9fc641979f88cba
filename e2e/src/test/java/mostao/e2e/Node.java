package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the scripts in {@code e2e/node} with the npm packages installed there. */
final class Node {
  private static final Path FOLDER = RunningSystem.root().resolve("e2e/node");
  private static final int MINUTES = 5;
  private static boolean installed;

  private Node() {}

  /**
   * Installs the packages once. Needs Node 20 and npm; without them the test is skipped on a
   * developer's machine and fails where {@code CI} is set.
   */
  static synchronized void install() throws Exception {
    boolean there = isThere("node") && isThere("npm");
    if (System.getenv("CI") == null) {
      assumeTrue(there, "Node 20 and npm are not installed: the real clients are not tried");
    }
    assertThat(there).as("Node 20 and npm are needed").isTrue();
    if (!installed) {
      run(Map.of(), "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
      installed = true;
    }
  }

  /** Runs a command to its end and gives what it printed. */
  static String run(Map<String, String> environment, String... command) throws Exception {
    Path output = Files.createTempFile("e2e", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("GATEWAY", RunningSystem.stack().url());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      process.destroyForcibly();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(ended).as(String.join(" ", command) + "\n" + text).isTrue();
      assertThat(process.exitValue()).as(String.join(" ", command) + "\n" + text).isZero();
      return text;
    } finally {
      Files.delete(output);
    }
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }
}
