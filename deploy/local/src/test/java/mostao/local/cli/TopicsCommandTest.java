package mostao.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mostao.ao.wire.Topics;
import mostao.local.stack.StandIns;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TopicsCommandTest {
  @TempDir static Path folder;
  private static LocalBroker broker;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    broker = LocalBroker.start(folder);
    broker
        .broker()
        .createTopics(
            List.of(
                // Its records are of 1970, and half a minute after its start a broker looks for old
                // ones.
                new Topics.Definition("ao.handle.inbox", 2, Map.of("retention.ms", "-1")),
                new Topics.Definition("other", 1, Map.of())));
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      ProducerRecord<String, String> record =
          new ProducerRecord<>("ao.handle.inbox", 1, 0L, "alice", "{\"Id\":\"first\"}");
      record.headers().add("ao-action", "SendMessage".getBytes(StandardCharsets.UTF_8));
      record.headers().add("traceparent", "not shown".getBytes(StandardCharsets.UTF_8));
      producer.send(record).get(20, TimeUnit.SECONDS);
      producer
          .send(new ProducerRecord<>("ao.handle.inbox", 1, 1L, "alice", "x".repeat(500)))
          .get(20, TimeUnit.SECONDS);
      producer.send(new ProducerRecord<>("other", "not ours")).get(20, TimeUnit.SECONDS);
    }
  }

  private static void send(String topic, int partition, String key, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, partition, key, value)).get(20, TimeUnit.SECONDS);
    }
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void a_record_is_one_line_with_place_key_headers_and_value() {
    assertThat(topics("--from-start", "--count", "2")).isZero();

    List<String> lines = out.toString().lines().toList();
    assertThat(lines)
        .first()
        .isEqualTo(
            "00:00:00.000 ao.handle.inbox/1@0 key=alice ao-action=SendMessage {\"Id\":\"first\"}");
    assertThat(lines.get(1)).endsWith("x… (500 characters)").hasSizeLessThan(250);
    assertThat(lines).hasSize(2);
  }

  @Test
  void whole_values_are_printed_when_asked_for() {
    assertThat(topics("ao.handle.inbox", "--from-start", "--full", "--count", "2")).isZero();

    assertThat(out.toString()).contains("x".repeat(500));
  }

  @Test
  void the_list_counts_partitions_and_records_of_our_topics_alone() {
    assertThat(topics("--list")).isZero();

    assertThat(out.toString().strip().split(" +"))
        .containsExactly("ao.handle.inbox", "2", "partitions", "2", "records");
  }

  @Test
  void a_topic_that_is_not_there_is_named() {
    assertThat(topics("ao.handel.inbox")).isEqualTo(1);

    assertThat(err.toString())
        .startsWith("mostao: there is no topic ao.handel.inbox, or this user lacks");
  }

  @Test
  void without_a_broker_it_says_how_to_start_one() {
    assertThat(command().execute("topics", "--port", String.valueOf(StandIns.port()))).isEqualTo(1);

    assertThat(err.toString()).contains("no broker answers on port").contains("./mostao up");
  }

  @Test
  void a_wrong_option_is_explained_with_exit_code_2() {
    assertThat(command().execute("up", "--potr", "1")).isEqualTo(2);

    assertThat(err.toString()).contains("--potr");
  }

  @Test
  void a_closed_pipe_ends_the_command_also_while_idle() throws Exception {
    String topics = shell("topics", "--from-start");

    assertEnds(topics + " | head -n 1");
    assertThat(heard()).hasSize(1);

    // Only the reader is gone: nothing is written that could fail.
    assertEnds("(" + shell("topics") + "; echo $? >code) 2>&1 | head -n 1");
    assertThat(heard()).containsExactly("watching 2 partitions");
    assertThat(folder.resolve("code")).hasContent("141");
  }

  @Test
  void help_into_a_pipe_that_nobody_reads_is_quiet() throws Exception {
    assertEnds("(" + shell("help") + "; echo $? >code) 2>errors | true");

    assertThat(folder.resolve("errors")).isEmptyFile();
    assertThat(folder.resolve("code")).content().containsAnyOf("141", "0");
  }

  @Test
  void a_full_disk_is_one_line_and_a_failure() throws Exception {
    assumeThat(Path.of("/dev/full")).exists();
    assertEnds("(" + shell("help") + "; echo $? >code) 2>errors >/dev/full");

    assertThat(folder.resolve("errors")).content().contains("No space left").hasLineCount(1);
    assertThat(folder.resolve("code")).hasContent("1");
  }

  @Test
  void a_broker_that_goes_and_comes_back_is_one_line_each() throws Exception {
    Process topics = start("exec " + shell("topics", "--count", "1") + " 2>&1");
    try {
      awaitLine("watching 2 partitions");
      broker.broker().killAbruptly();
      awaitLine("does not answer; waiting until it is back");
      broker.broker().start();
      awaitLine("the broker is back");
      send("ao.handle.inbox", 0, "bob", "after the outage");
      assertThat(topics.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(heard()).hasSize(4).last().asString().contains("after the outage");
    } finally {
      topics.destroyForcibly();
    }
  }

  private static void awaitLine(String part) throws InterruptedException {
    StandIns.await(
        () -> part,
        60,
        () -> {
          try {
            return heard().stream().anyMatch(line -> line.contains(part));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void assertEnds(String script) throws Exception {
    Process process = start(script);
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(script).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Process start(String script) throws IOException {
    return Launchers.shell(script)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("heard").toFile())
        .start();
  }

  private static List<String> heard() throws IOException {
    return Files.readAllLines(folder.resolve("heard"));
  }

  private static String shell(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of(more));
    if (command.equals("topics")) {
      words.addAll(List.of("--port", String.valueOf(broker.port())));
    }
    return Launchers.quoted(Launchers.command(List.of(), words.toArray(String[]::new)));
  }

  private int topics(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "topics";
    all[1] = "--port";
    all[2] = String.valueOf(broker.port());
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return command().execute(all);
  }

  private CommandLine command() {
    return Mostao.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }
}
