package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  /** Of a picture in a document. */
  private static final long MOST_BYTES = 120_000;

  /** Checks of the script: a page whose script fails early would find fewer. */
  private static final int CHECKS = 32;

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
    String output;
    try (ExplorerFaults faults = new ExplorerFaults()) {
      output =
          Node.run(
              Map.of("PICTURES", PICTURES.toString(), "FAULTS", faults.url()),
              "node",
              "explorer/explorer.mjs");
    }
    System.getLogger(ExplorerIT.class.getName()).log(Level.INFO, "\n" + output);
    List<Verdict> verdicts = Verdict.read(output);
    assertThat(verdicts).as("checks of the script").hasSize(CHECKS);
    return Stream.concat(
        verdicts.stream()
            .map(
                verdict ->
                    DynamicTest.dynamicTest(
                        verdict.check(),
                        () -> assertThat(verdict.ok()).as(verdict.detail()).isTrue())),
        Stream.of(
            DynamicTest.dynamicTest(
                "the file of the page and that of the command prove the same",
                ExplorerIT::theFileOfThePageIsThatOfTheCommand),
            DynamicTest.dynamicTest(
                "the pictures of the documents are those that were taken",
                ExplorerIT::documentsShowThePicturesThatWereTaken)));
  }

  private static void theFileOfThePageIsThatOfTheCommand() throws Exception {
    JsonNode made = new ObjectMapper().readTree(PICTURES.resolve("conversation.json").toFile());
    Path file = PICTURES.resolve("command.ans104");
    Files.deleteIfExists(file);
    Launcher.Said exported =
        Launcher.run(
            "export",
            made.path("session").asText(),
            "--out",
            file.toString(),
            "--until",
            Long.toString(made.path("messages").asLong() - 1),
            "--gateway",
            RunningSystem.gateway().toString(),
            "--wallet",
            made.path("wallet").asText(),
            "--as",
            made.path("as").asText(),
            "--state",
            RunningSystem.stack().settings().data().resolve("explorer.state").toString());
    assertThat(exported.code()).as("%s", exported).isZero();
    Launcher.Said ofThePage =
        Launcher.run("verify-export", PICTURES.resolve("conversation.ans104").toString());
    assertThat(ofThePage.code()).as("%s", ofThePage).isZero();
    assertThat(ofThePage.out())
        .contains("digest     " + made.path("digest").asText())
        .contains("makes all of them again");
    // The wallet has both handles; the page takes the receipts of both, the command those of one.
    assertThat(ofThePage.out().lines().filter(ExplorerIT::isOfReceipts))
        .hasSize(2)
        .allMatch(line -> line.matches("receipts   of ([1-9][0-9]*) .*, \\1 are here.*"));
    String sent = " send to " + made.path("as").asText() + ",";
    assertThat(said(Launcher.run("verify-export", file.toString())).lines())
        .containsExactlyElementsOf(
            said(ofThePage)
                .lines()
                .filter(line -> !isOfReceipts(line) || line.contains(sent))
                .toList());
  }

  /** With {@code -Dmostao.test.write=true} they are replaced by those of this run. */
  private static void documentsShowThePicturesThatWereTaken() throws Exception {
    Path deploy = RunningSystem.root().resolve("deploy");
    Path kept = Files.createDirectories(deploy.resolve("pictures"));
    List<Path> taken = files(PICTURES.resolve("documents"));
    for (Path picture : taken) {
      assertThat(picture)
          .isNotEmptyFile()
          .satisfies(one -> assertThat(Files.size(one)).isLessThan(MOST_BYTES));
      if (Boolean.getBoolean("mostao.test.write")) {
        Files.copy(
            picture, kept.resolve(picture.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    List<String> names = taken.stream().map(one -> one.getFileName().toString()).toList();
    assertThat(files(kept)).extracting(one -> one.getFileName().toString()).isEqualTo(names);
    assertThat(Files.readString(deploy.resolve("WATCHING.md")))
        .contains(names.stream().map(name -> "](pictures/" + name + ")").toList());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static boolean isOfReceipts(String line) {
    return line.startsWith("receipts ");
  }

  /** All but when it was made. */
  private static String said(Launcher.Said said) {
    return said.out().replaceAll("(?m)^(exporter .*), [^,]*Z$", "$1");
  }
}
