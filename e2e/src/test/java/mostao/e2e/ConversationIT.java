package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import mostao.ao.wire.Topics;
import mostao.client.demo.Demo;
import mostao.client.demo.DemoReport;
import mostao.client.demo.DemoSettings;
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
