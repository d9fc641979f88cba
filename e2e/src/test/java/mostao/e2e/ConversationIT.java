package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mostao.ao.message.Tags;
import mostao.ao.wire.Topics;
import mostao.client.demo.Demo;
import mostao.client.demo.DemoReport;
import mostao.client.demo.DemoSettings;
import mostao.client.http.AoClient;
import mostao.client.http.AoMessages;
import mostao.client.proof.Pins;
import mostao.client.proof.ProofFile;
import mostao.client.proof.ProofLimits;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job, on the packaged system. */
@ExtendWith(RunningSystem.class)
class ConversationIT {
  @Test
  void twoWalletsHoldAnEncryptedConversationAndAgainOnTheSameData() throws Exception {
    DemoReport first = converse();
    assertThat(first.problems()).isEmpty();
    assertThat(first.ok()).isTrue();
    assertThat(first.sent()).isEqualTo(20);
    assertThat(first.delivered()).isEqualTo(20);
    assertThat(first.decrypted()).isEqualTo(20);
    assertThat(first.inOrder()).isTrue();
    assertThat(first.duplicates()).isZero();
    assertThat(first.way())
        .extracting(hop -> hop.topic())
        .contains("ao.handle.inbox", "ao.handle.outbox", "ao.session.inbox", "ao.session.outbox");

    DemoReport second = converse();
    assertThat(second.problems()).isEmpty();
    assertThat(second.session()).isEqualTo(first.session());
    assertThat(second.handles()).isEqualTo(first.handles());
    assertThat(second.generation()).isEqualTo(first.generation() + 1);

    noTopicHoldsPlainText(first);
    aConversationIsAProof(second.session());
  }

  /** Exported by both sides, and checked where nothing of the system is. */
  private static void aConversationIsAProof(String session) throws Exception {
    Path folder = RunningSystem.stack().settings().data();
    sayWhatIsNoText(session, WalletFile.load(folder.resolve("demo/alice.json")));
    Path alices = export(folder, session, "alice", "99");
    Path bobs = export(folder, "alice", "bob", "19");
    Launcher.Said said =
        Launcher.packaged("verify-export", alices.toString(), "--session", session, "--json");
    assertThat(said.code()).as("%s", said).isZero();
    JsonNode report = new ObjectMapper().readTree(said.out());
    long messages = report.path("messages").asLong();
    assertThat(messages).isGreaterThan(20);
    assertThat(report.path("recomputed").asLong()).isEqualTo(messages);
    assertThat(report.path("schedulerNamed").asBoolean()).isTrue();
    assertThat(report.path("assigned").asLong()).isZero();
    assertThat(report.path("fromProcesses").asLong()).isEqualTo(messages - 2);
    assertThat(report.path("sides"))
        .anySatisfy(
            side -> {
              assertThat(side.path("name").asText()).isEqualTo("alice");
              assertThat(side.path("receipts").asLong())
                  .isEqualTo(side.path("sent").asLong())
                  .isGreaterThan(20);
            });

    said = Launcher.run("verify-export", bobs.toString(), "--scheduler", session);
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).startsWith("DOES NOT HOLD: item 0 (from byte ").contains("scheduler");
    said = Launcher.run("verify-export", bobs.toString());
    assertThat(said.code()).as("%s", said).isZero();
    assertThat(said.out())
        .contains("messages   20 of session " + session)
        .contains("(the owner of bob) signed the Results")
        .contains("makes all of them again")
        .contains("not proved that nothing came behind nonce 19");
    Path part = export(folder, session, "alice", "19");
    assertThat(said.out())
        .contains(
            ProofFile.verify(part, Pins.NONE, ProofLimits.DEFAULT, Optional.empty()).digest());
  }

  /** Pages show data and anchors as text. */
  private static void sayWhatIsNoText(String session, Wallet wallet) throws Exception {
    byte[] anchor = new byte[32];
    Arrays.fill(anchor, (byte) 0xff);
    try (AoClient client = RunningSystem.client(wallet)) {
      String id =
          client.message(
              AoMessages.draft(session, Tags.of("Action", "Info"), "")
                  .anchor(anchor)
                  .data(new byte[] {(byte) 0xff, 0}));
      assertThat(client.result(id, session).messages()).hasSize(1);
    }
  }

  private static Path export(Path folder, String session, String as, String until) {
    Path file = folder.resolve(as + "-" + until + ".ans104");
    Path wallets = folder.resolve("demo");
    List<String> words =
        new ArrayList<>(
            List.of(
                "export",
                session,
                "--out",
                file.toString(),
                "--gateway",
                RunningSystem.gateway().toString(),
                "--wallet",
                wallets.resolve(as + ".json").toString(),
                "--as",
                as));
    if (until.equals("19")) {
      words.addAll(List.of("--until", until));
    }
    Launcher.Said said = Launcher.run(words.toArray(String[]::new));
    assertThat(said.code()).as("%s", said).isZero();
    return file;
  }

  private static DemoReport converse() throws InterruptedException {
    StringWriter transcript = new StringWriter();
    return Demo.run(
        DemoSettings.of(
            RunningSystem.gateway(),
            RunningSystem.stack().broker().bootstrapServers(),
            RunningSystem.stack().settings().data().resolve("demo")),
        new PrintWriter(transcript));
  }

  private static void noTopicHoldsPlainText(DemoReport report) {
    List<String> said = report.transcript().stream().map(DemoReport.Line::text).toList();
    assertThat(said).hasSize(20);
    for (Topics.Definition topic : Topics.all()) {
      for (var row : TopicReader.all(topic.name())) {
        String text = TopicReader.text(row);
        assertThat(said).noneMatch(text::contains);
      }
    }
  }
}
