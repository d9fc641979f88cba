package mostao.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import mostao.ao.wire.Topics;
import mostao.local.watch.Written;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code trace}, {@code lag} and {@code tail} against a broker. */
class WatchCommandsTest {
  @TempDir static Path folder;
  private static LocalBroker broker;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    broker = LocalBroker.withTopics(folder);
    Written.to(broker.bootstrapServers());
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      admin
          .alterConsumerGroupOffsets(
              "ao-handle",
              Map.of(new TopicPartition(Topics.inbox("handle"), 0), new OffsetAndMetadata(1)))
          .all()
          .get();
    }
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @AfterEach
  void noColours() {
    System.clearProperty(StackRun.TERMINAL);
  }

  @Test
  void trace_shows_the_tree_and_what_is_under_way() {
    assertThat(run("trace", Written.ROOT, "--back", "1h")).isZero();
    assertThat(out.toString().lines())
        .hasSize(5)
        .anyMatch(line -> line.contains(" ms  ao.handle.outbox/0@0 "))
        .anyMatch(
            line ->
                line.endsWith(
                    "not evaluated yet: waits for ao-session, which nobody reads for (no member),"
                        + " 0 records before it on ao.session.inbox/0"))
        .last()
        .asString()
        .startsWith("2 messages: 1 evaluated, 1 under way");
    assertThat(err.toString()).isEmpty();

    String whole = tree();
    assertThat(run("trace", Written.SEND)).isZero();
    assertThat(tree()).isEqualTo(whole);
    assertThat(run("trace", Written.ALICE + "@0")).isZero();
    assertThat(tree()).isEqualTo(whole).doesNotContain(Written.SECRET);
    assertThat(run("trace", Written.ROOT, "--data")).isZero();
    assertThat(out.toString()).contains("Data " + Written.SECRET);
  }

  /** Without the mark of what was asked for. */
  private String tree() {
    return out.toString().replace("  ◀ asked for", "");
  }

  @Test
  void trace_names_its_limits_and_what_it_does_not_find() {
    assertThat(run("trace", Written.ROOT, "--most", "1")).isZero();
    assertThat(err.toString()).contains("the chain has more than 1 records (--most)");
    assertThat(run("trace", Written.WALLET)).isEqualTo(1);
    assertThat(err.toString()).contains("of 4 records since", "look further back with --back");
    assertThat(run("trace", "nonsense")).isEqualTo(1);
    assertThat(err.toString()).contains("'nonsense' is not an id");
    assertThat(run("trace", Written.ROOT, "--back", "soon")).isEqualTo(2);
  }

  @Test
  void lag_counts_what_no_group_has_taken_and_its_age() {
    assertThat(run("lag")).isZero();
    assertThat(out.toString().lines())
        .hasSize(4)
        .first()
        .asString()
        .matches("ao-handle +Empty +2 partitions +lag +1 +oldest +[0-9.]+ s +no member");

    assertThat(run("lag", "--partitions")).isZero();
    assertThat(out.toString().lines())
        .hasSize(4 + 3 * 2 + 3 * 2)
        .anyMatch(
            line ->
                line.matches(
                    "  ao.handle.inbox/0 +next +1 +end +2 +lag +1 +oldest +[0-9.]+ s +no owner"));
  }

  @Test
  void tail_decodes_and_filters_from_a_time_or_an_offset_on() {
    assertThat(run("tail", "--since", "1h", "--count", "4")).isZero();
    assertThat(out.toString().lines()).hasSize(4);
    assertThat(out.toString()).contains("RelayMessage").doesNotContain(Written.SECRET);

    assertThat(run("tail", Written.SESSION, "--since", "1h", "--count", "1")).isZero();
    assertThat(out.toString()).contains("SendMessage send");
    assertThat(run("tail", "ao.handle.inbox", "--offset", "1", "--action", "Info", "--count", "1"))
        .isZero();
    assertThat(out.toString()).contains("ao.handle.inbox/0@1", "Info other");
    assertThat(run("tail", "--sender", Written.WALLET, "--since", "1h", "--count", "1")).isZero();
    assertThat(out.toString()).contains("RelayMessage root");
    assertThat(run("tail", "--outcome", "result", "--since", "1h", "--count", "1")).isZero();
    assertThat(out.toString()).contains("nonce 0, Result: 1 message").doesNotContain("\u001b");

    String later = Instant.now().plusSeconds(3_600).toString();
    assertThat(run("tail", "ao.handle.inbox", "--since", "2020-01-01T00:00:00Z", "--count", "1"))
        .isZero();
    assertThat(run("tail", "--since", later, "--count", "0")).isZero();
    assertThat(run("tail", "--since", "2026-13-01T00:00:00Z", "--count", "1")).isEqualTo(2);
    assertThat(run("tail", "--since", "1h", "--offset", "1")).isEqualTo(1);
    assertThat(run("tail", "--outcome", "good")).isEqualTo(2);
    assertThat(run("tail", "nobody")).isEqualTo(1);
    assertThat(err.toString()).contains("'nobody' is no topic, process or wallet");
  }

  @Test
  void colours_are_for_terminals() {
    System.setProperty(StackRun.TERMINAL, "true");
    assertThat(run("tail", "--outcome", "result", "--since", "1h", "--count", "1")).isZero();

    assertThat(out.toString()).startsWith("\u001b[32m").contains("Result: 1 message\u001b[0m");
  }

  @Test
  void another_broker_is_named_by_an_option_or_a_file() throws Exception {
    Path file = folder.resolve("client.properties");
    Files.writeString(file, "bootstrap.servers=" + broker.bootstrapServers());
    LocalBroker away = new LocalBroker(1, broker.broker());
    assertThat(run(away, "lag", "--bootstrap", broker.bootstrapServers())).isZero();
    assertThat(run(away, "topics", "--list", "--kafka-config", file.toString())).isZero();
    assertThat(out.toString()).contains("ao.handle.inbox");
    assertThat(run(away, "trace", Written.ROOT)).isEqualTo(1);
    assertThat(err.toString()).contains("no broker answers on port 5");
  }

  private int run(String command, String... arguments) {
    return run(broker, command, arguments);
  }

  private int run(LocalBroker at, String command, String... arguments) {
    out.getBuffer().setLength(0);
    return Mostao.commandLine(out, err).execute(at.words(command, arguments));
  }
}
