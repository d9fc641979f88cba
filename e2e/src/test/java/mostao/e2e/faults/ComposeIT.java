package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole system in containers: every one restarted under conversation, then down and up. */
class ComposeIT {
  private static final String IMAGE = "mostao/gateway:0.1.0";

  @Tag("nightly")
  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void theConversationOutlivesEveryRestart() throws Exception {
    assumeTrue(exit("docker", "compose", "version") == 0, "Docker with Compose is not there");
    assumeTrue(
        exit("docker", "image", "inspect", IMAGE) == 0,
        IMAGE + " is not in Docker: load the images that deploy/images/build makes");
    assertThat(
            exit(
                Path.of(System.getProperty("mostao.root"), "deploy", "compose", "verify")
                    .toString()))
        .as("see target/compose.log")
        .isZero();
  }

  /** The exit code of a command, or -1 when there is no such program. */
  private static int exit(String... command) throws InterruptedException {
    Path log = Path.of("target", "compose.log");
    try {
      Files.createDirectories(log.getParent());
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start()
          .waitFor();
    } catch (IOException notThere) {
      return -1;
    }
  }
}
