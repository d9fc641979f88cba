package mostao.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.Decoded.Fault;
import mostao.ao.wire.Headers;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DlqCommandTest {
  @TempDir static Path folder;
  private static LocalBroker broker;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    broker = LocalBroker.withTopics(folder);
    letter("handle", Topics.inbox("handle"), "alice", "not a message");
    letter("handle", Topics.inbox("handle"), null, "without a key");
    letter("session", "elsewhere", "bob", "from nowhere");
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  private static void letter(String module, String topic, String key, String value)
      throws Exception {
    DeadLetter letter =
        new DeadLetter(
            topic, 1, 17, key, value.getBytes(StandardCharsets.UTF_8), new Fault("NotJson", "why"));
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topics.deadLetters(module), 0, key, letter.value());
    Headers.of(letter).forEach(record.headers()::add);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.send(record).get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void letters_are_listed_shown_and_sent_back_once() {
    assertThat(dlq("list")).isZero();
    assertThat(out.toString())
        .contains("handle@0", "handle@1", "session@0", "NotJson", "ao.handle.inbox-1@17", "why")
        .contains("3 dead letters");

    assertThat(dlq("show", "handle@1")).isZero();
    assertThat(out.toString()).contains("key       none", "without a key", "NotJson: why");

    assertThat(dlq("redrive", "handle@0", "handle@1")).isZero();
    assertThat(out.toString()).contains("2 sent back");
    assertThat(topics("ao.handle.inbox", "--from-start", "--count", "2", "--full")).isZero();
    assertThat(out.toString())
        .contains("key=alice")
        .contains("ao-redriven-from=handle@0")
        .contains("ao.handle.inbox/1@")
        .contains("not a message", "without a key");

    assertThat(dlq("list")).isZero();
    assertThat(out.toString()).contains("1 dead letters").doesNotContain("handle@");
    assertThat(dlq("list", "--all", "handle")).isZero();
    assertThat(out.toString()).contains("2 dead letters", "(redriven)");
  }

  @Test
  void an_unknown_letter_or_foreign_topic_is_refused_by_name() {
    assertThat(dlq("show", "handle@99")).isEqualTo(1);
    assertThat(err.toString()).contains("handle@99");
    assertThat(dlq("list", "nobody")).isEqualTo(1);
    assertThat(err.toString()).contains("'nobody'");
    assertThat(dlq("redrive")).isEqualTo(2);
    assertThat(dlq("redrive", "session@0")).isEqualTo(1);
    assertThat(err.toString()).contains("session@0", "'elsewhere'");
  }

  private int dlq(String... arguments) {
    return run("dlq", arguments);
  }

  private int topics(String... arguments) {
    return run("topics", arguments);
  }

  private int run(String command, String... arguments) {
    out.getBuffer().setLength(0);
    CommandLine line = Mostao.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(broker.words(command, arguments));
  }
}
