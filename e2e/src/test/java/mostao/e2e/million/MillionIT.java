package mostao.e2e.million;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import mostao.ao.wire.Topics;
import mostao.local.stack.LocalStack;
import mostao.local.stack.Progress;
import mostao.local.stack.ServiceProcess;
import mostao.local.stack.StackSettings;
import mostao.local.state.Digest;
import mostao.local.state.Rebuild;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A session service with a long history, built again from its inbox. Asked for with a number of
 * messages: {@code mvn verify -pl e2e -Dit.test=MillionIT -Dmostao.million=1000000}; what took how
 * long stands in the log. With {@code -Dmostao.million.keep=true} the data stays in {@code
 * e2e/target/million}, for {@code ./mostao rebuild session --data …}.
 */
@Tag("nightly")
@EnabledIfSystemProperty(
    named = "mostao.million",
    matches = "[0-9]+",
    disabledReason = "takes minutes: ask for it with -Dmostao.million=<messages>")
class MillionIT {
  private static final System.Logger LOG = System.getLogger(MillionIT.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MESSAGES_OF_A_SESSION = 2_000;

  @Test
  void aLongHistoryComesOutTheSameFromTheInboxAndNothingIsSentAgain() throws Exception {
    long messages = Long.getLong("mostao.million");
    int sessions = (int) Math.max(8, messages / MESSAGES_OF_A_SESSION);
    Path root = Path.of(System.getProperty("mostao.root"));
    Path data = root.resolve("e2e/target/million");
    LocalStack.delete(data);
    StackSettings settings =
        StackSettings.of(root, data, 1).onFreePorts().withOnlyService(Topics.SESSION);
    try (LocalStack stack = new LocalStack(settings, Progress.SILENT)) {
      stack.start();
      ServiceProcess service = stack.service(Topics.SESSION);
      service.stop();

      long begin = System.nanoTime();
      long records = written(stack, messages, sessions);
      said(String.format(Locale.ROOT, "%,d records written", records), records, begin);

      begin = System.nanoTime();
      service.start();
      awaitEvaluated(stack, records);
      said("evaluated and published", records, begin);

      begin = System.nanoTime();
      Digest digest = digest(stack);
      said(String.format(Locale.ROOT, "digest of %,d rows", rows(digest)), rows(digest), begin);
      Map<String, Long> counts = counts(stack);
      assertThat(counts).isEqualTo(Map.of("messages", messages, "sessions", (long) sessions));

      List<String> sentences = new ArrayList<>();
      Rebuild rebuild =
          new Rebuild(
              stack,
              Topics.SESSION,
              PATIENCE,
              sentence -> {
                sentences.add(sentence);
                LOG.log(Level.INFO, sentence);
              });
      awaitPublished(stack, records);
      Rebuild.Report report = rebuild.run();
      LOG.log(
          Level.INFO,
          String.format(
              Locale.ROOT,
              "rebuilt %,d records in %.1f s: %,.0f a second",
              report.records(),
              report.took().toMillis() / 1e3,
              report.recordsPerSecond()));

      assertThat(report.before()).isEqualTo(digest);
      assertThat(report.before().differences(report.after())).isEmpty();
      assertThat(report.isSame()).isTrue();
      assertThat(report.records()).isEqualTo(records);
      assertThat(counts(stack)).isEqualTo(counts);
      assertThat(end(stack, Topics.outbox(Topics.SESSION))).isEqualTo(records);
      assertThat(end(stack, Topics.deadLetters(Topics.SESSION))).isZero();
    }
    if (!Boolean.getBoolean("mostao.million.keep")) {
      LocalStack.delete(data);
    }
  }

  private static long written(LocalStack stack, long messages, int sessions) {
    try (History history = new History(stack.broker().bootstrapServers(), new byte[32])) {
      int threads = Runtime.getRuntime().availableProcessors();
      return history.write(messages, sessions, threads, sentence -> LOG.log(Level.INFO, sentence));
    }
  }

  private static void awaitEvaluated(LocalStack stack, long records) {
    await()
        .atMost(Duration.ofHours(1))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> evaluated(stack) == records);
  }

  private static void awaitPublished(LocalStack stack, long records) {
    await().atMost(PATIENCE).until(() -> end(stack, Topics.outbox(Topics.SESSION)) == records);
  }

  private static long evaluated(LocalStack stack) throws SQLException {
    return ask(stack, "select coalesce(sum(next_offset), 0) from session.progress");
  }

  /** Every history without a gap: as many messages as the last one's number says. */
  private static Map<String, Long> counts(LocalStack stack) throws SQLException {
    return Map.of(
        "messages",
        ask(
            stack,
            "select sum(c) from (select count(*) c, max(id) m, min(id) n"
                + " from session.session_message group by process) h where c = m and n = 1"),
        "sessions",
        ask(stack, "select count(*) from session.session_head"));
  }

  private static Digest digest(LocalStack stack) throws SQLException {
    try (Connection connection = stack.database().connectAsSuperuser()) {
      return Digest.of(connection, Topics.SESSION);
    }
  }

  private static long rows(Digest digest) {
    return digest.tables().stream().mapToLong(Digest.Table::rows).sum();
  }

  private static long ask(LocalStack stack, String sql) throws SQLException {
    try (Connection connection = stack.database().connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static long end(LocalStack stack, String topic) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", stack.broker().bootstrapServers()))) {
      Map<TopicPartition, OffsetSpec> asked =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get()
              .get(topic)
              .partitions()
              .stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
      return admin.listOffsets(asked).all().get().values().stream()
          .mapToLong(found -> found.offset())
          .sum();
    }
  }

  private static void said(String what, long records, long begin) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    LOG.log(
        Level.INFO,
        String.format(
            Locale.ROOT, "%s in %.1f s: %,.0f a second", what, seconds, records / seconds));
  }
}
