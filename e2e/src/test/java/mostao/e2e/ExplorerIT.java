package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The explorer in a real, headless Chromium: the script {@code explorer/explorer.mjs} runs first,
 * all of it; the tests say what it found. Its pictures are in {@code target/explorer}.
 */
@ExtendWith(RunningSystem.class)
class ExplorerIT {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path PICTURES = RunningSystem.root().resolve("e2e/target/explorer");

  /** Checks of the script: a page whose script fails early would find fewer. */
  private static final int CHECKS = 29;

  @BeforeAll
  static void packages() throws Exception {
    if (System.getenv("CI") == null) {
      assumeTrue(Files.isExecutable(CHROMIUM), "there is no Chromium: no page is tried");
    }
    assertThat(CHROMIUM).as("Debian's chromium is needed").isExecutable();
    Node.install();
  }

  @TestFactory
  Stream<DynamicTest> everyCheckInABrowser() throws Exception {
    String output =
        Node.run(Map.of("PICTURES", PICTURES.toString()), "node", "explorer/explorer.mjs");
    System.getLogger(ExplorerIT.class.getName()).log(Level.INFO, "\n" + output);
    List<Verdict> verdicts = Verdict.read(output);
    assertThat(verdicts).as("checks of the script").hasSize(CHECKS);
    return verdicts.stream()
        .map(
            verdict ->
                DynamicTest.dynamicTest(
                    verdict.check(), () -> assertThat(verdict.ok()).as(verdict.detail()).isTrue()));
  }
}
