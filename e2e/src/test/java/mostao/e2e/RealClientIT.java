package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The unmodified npm packages against the packaged system. Needs Node 20 and npm; without them it
 * is skipped on a developer's machine and fails where {@code CI} is set.
 */
@ExtendWith(RunningSystem.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealClientIT {
  private static final Path NODE = RunningSystem.root().resolve("e2e/node");
  private static final int MINUTES = 5;
  private static String currentReads = "private";

  @BeforeAll
  static void packages() throws Exception {
    boolean there = isThere("node") && isThere("npm");
    if (System.getenv("CI") == null) {
      assumeTrue(there, "Node 20 and npm are not installed: the real clients are not tried");
    }
    assertThat(there).as("Node 20 and npm are needed").isTrue();
    run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
  }

  @AfterAll
  static void closeReads() throws Exception {
    reads("private");
  }

  @Test
  @Order(1)
  void withTheDefaultNobodyButThePartiesCanReadAChatListKeysOrAHistory() throws Exception {
    assertThat(run("node", "private-reads.mjs")).contains("\"ok\":true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.57", "0.0.98"})
  @Order(2)
  void withOpenReadsTheUnmodifiedClientDoesTheWholeConversation(String version) throws Exception {
    reads("open");
    assertThat(run("node", "real-client.mjs", version)).contains("\"ok\":true");
  }

  /** Starts the services that have another setting again with this one. */
  private static void reads(String reads) throws Exception {
    for (ServiceProcess service : RunningSystem.stack().services()) {
      if (!currentReads.equals(reads)) {
        service.stop();
        service.launch(Map.of("mostao.reads", reads));
      }
    }
    for (ServiceProcess service : RunningSystem.stack().services()) {
      service.awaitReady();
    }
    currentReads = reads;
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static String run(String... command) throws Exception {
    Path output = Files.createTempFile("e2e", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(NODE.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("GATEWAY", RunningSystem.stack().url());
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
}
