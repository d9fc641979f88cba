package mostao.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mostao.client.fake.FakeDeployment;
import mostao.client.fake.Lie;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands {@code chat}, {@code device} and {@code verify}, in a pipe. */
@Timeout(120)
class ChatTest {
  private static final Path WALLETS =
      Path.of(System.getProperty("mostao.root"), "e2e", "node", "wallets");

  @TempDir private Path folder;

  private FakeDeployment deployment;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void register() throws Exception {
    deployment = new FakeDeployment();
    for (String[] one : List.of(new String[] {"alice", "dev-3"}, new String[] {"bob", "dev-4"})) {
      Path file = folder.resolve(one[0] + ".json");
      Files.copy(WALLETS.resolve(one[1] + ".json"), file);
      assertThat(run(new RegisterCommand(), one[0], "", one[0]))
          .matches(one[0] + "  [A-Za-z0-9_-]{43}\n");
      assertThat(run(new DeviceCommand(), one[0], "", "add")).matches("[A-Za-z0-9_-]{43}\n");
    }
  }

  @AfterEach
  void close() {
    deployment.close();
  }

  /** What a command prints; it has to succeed. */
  private String run(Object command, String who, String input, String... words) {
    StringWriter out = new StringWriter();
    assertThat(execute(command, out, who, input, words)).as(err.toString()).isZero();
    return out.toString();
  }

  private int execute(Object command, StringWriter out, String who, String input, String... words) {
    List<String> all = new java.util.ArrayList<>(List.of(words));
    all.addAll(
        List.of(
            "--wallet",
            folder.resolve(who + ".json").toString(),
            "--gateway",
            deployment.uri().toString()));
    InputStream stdin = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return new CommandLine(command)
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true))
          .execute(all.toArray(String[]::new));
    } finally {
      System.setIn(stdin);
    }
  }

  @Test
  void twoPeopleTalkInPipes() {
    String alices = run(new ChatCommand(), "alice", "hello 🦊\n//slash\n", "bob");
    String bobs = run(new ChatCommand(), "bob", "hi\n", "alice");
    String again = run(new ChatCommand(), "alice", "/history 1\n", "bob", "--history", "0");

    assertThat(alices).contains("[verified] alice: hello 🦊\n", "[verified] alice: /slash\n");
    assertThat(bobs).contains("[verified] alice: hello 🦊\n", "[verified] bob: hi\n");
    assertThat(again).contains("[verified] bob: hi\n").doesNotContain("hello");
  }

  @Test
  void aNameOfSomebodyElseIsNotGiven() {
    StringWriter out = new StringWriter();
    assertThat(execute(new RegisterCommand(), out, "bob", "", "alice")).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("HandleTaken");
    assertThat(run(new RegisterCommand(), "alice", "", "alice")).startsWith("alice  ");
  }

  @Test
  void theShellsCommandsSayWhatIsBelieved() {
    String said =
        run(
            new ChatCommand(),
            "alice",
            "one\n/key\n/verify\n/devices\n/block\n/nonsense\n/verify yes\n/help\n/quit\nnot sent\n",
            "@bob");

    assertThat(said)
        .contains("You have not compared the safety number yet")
        .containsPattern("generation 1  believed, statement [A-Za-z0-9_-]{12}\n")
        .containsPattern("([0-9]{5} ){11}[0-9]{5}\n")
        .containsPattern("bob:\n  [A-Za-z0-9_-]{43}  believed")
        .contains("this one\n", "bob is blocked.", "There is no /nonsense", "Remembered: you have")
        .contains("/unblock")
        .doesNotContain("not sent");
    assertThat(run(new ChatCommand(), "alice", "", "bob")).doesNotContain("not compared");
  }

  @Test
  void whatOthersWroteDoesNotControlTheTerminal() {
    run(new ChatCommand(), "bob", "\u001b[2Jgone\u202e\n", "alice");

    assertThat(run(new ChatCommand(), "alice", "", "bob")).contains("bob: ?[2Jgone?\n");
  }

  @Test
  void aLineThatIsTooLongIsNotSent() {
    StringWriter out = new StringWriter();
    String input = "x".repeat(16_385) + "\nshort\n";
    assertThat(execute(new ChatCommand(), out, "alice", input, "bob")).isEqualTo(1);

    String said = out.toString();
    assertThat(said).contains("Not sent: the line has more than 16384 bytes.", "alice: short");
    assertThat(said).doesNotContain("xxxxx");
  }

  @Test
  void aRefusedMessageIsShownAsThat() {
    run(new ChatCommand(), "bob", "one\ntwo\nthree\n", "alice");
    deployment.lie(Lie.DROP);

    assertThat(run(new ChatCommand(), "alice", "", "bob"))
        .contains("[REFUSED] bob: three  (1 of the same device before it are missing)");
  }

  @Test
  void aChangeStopsUntilItIsAccepted() {
    run(new ChatCommand(), "alice", "one\n", "bob");
    deployment.lie(Lie.DEVICE_GONE);
    StringWriter out = new StringWriter();

    assertThat(execute(new ChatCommand(), out, "alice", "two\n", "bob")).isEqualTo(1);
    assertThat(err.toString())
        .contains("CHANGED: device", "is gone without having been revoked.", "--accept-change");
    assertThat(out.toString()).doesNotContain("two");
  }

  @Test
  void aDeviceIsListedAndRevoked() {
    String second = folder.resolve("second").toString();
    String id = run(new DeviceCommand(), "bob", "", "add", "--state", second).strip();

    assertThat(run(new DeviceCommand(), "bob", "", "list").lines()).hasSize(2);
    run(new DeviceCommand(), "bob", "", "revoke", id);

    assertThat(run(new DeviceCommand(), "alice", "", "list", "bob"))
        .containsPattern(id + "  revoked");
    StringWriter out = new StringWriter();
    assertThat(execute(new DeviceCommand(), out, "bob", "", "revoke", id)).isEqualTo(1);
    assertThat(err.toString()).contains("bob has no device " + id);
    assertThat(execute(new ChatCommand(), out, "bob", "", "alice", "--state", second)).isEqualTo(1);
    assertThat(err.toString()).contains("was revoked by the owner");
  }

  @Test
  void bothSeeTheSameSafetyNumber() {
    String alices = run(new VerifyCommand(), "alice", "", "bob");
    String bobs = run(new VerifyCommand(), "bob", "", "alice", "--compared");

    assertThat(alices.lines().findFirst()).isEqualTo(bobs.lines().findFirst());
    assertThat(alices).contains("You have not compared it with bob yet.");
    assertThat(bobs).contains("You have compared it with alice.");
    assertThat(run(new VerifyCommand(), "bob", "", "alice")).contains("You have compared it");
  }

  @Test
  void whoIsNotThereIsSaid() {
    assertThat(execute(new ChatCommand(), new StringWriter(), "alice", "", "nobody")).isEqualTo(1);
    assertThat(err.toString()).contains("nobody is called nobody");
    assertThat(execute(new ChatCommand(), new StringWriter(), "alice", "", "bob", "--as", "x"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("has no handle x");
  }
}
