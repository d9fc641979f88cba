package mostao.local.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mostao.ao.wire.Headers;
import mostao.client.bench.Load;
import mostao.client.bench.Meter;
import mostao.local.broker.BrokerSettings;
import mostao.local.broker.EmbeddedBroker;
import mostao.local.database.DatabaseSettings;
import mostao.local.database.EmbeddedDatabase;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HopsTest {
  private static final String ROWS =
      "select (select count(*) from bench_hops_handle.evaluation),"
          + " (select count(*) from bench_hops_session.evaluation),"
          + " (select count(*) from bench_hops_session.session_message)";

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static EmbeddedDatabase database;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(BrokerSettings.in(folder.resolve("broker")));
    database =
        EmbeddedDatabase.start(
            DatabaseSettings.in(folder.resolve("database"))
                .withBinaries(Path.of("target", "postgres")));
    tables("handle", "alice", "bob");
    tables("session", "session");
    run(
        "insert into session.session_head (process, generation, last_message)"
            + " values ('session', 0, 7)",
        "insert into session.session_message (process, id, message_id, sender, generation,"
            + " taken_at, content, size) values ('session', 7, '"
            + id("SendMessage")
            + "', 'alice', 1, 0, '\"sealed\"', 8)");
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
    if (database != null) {
      database.close();
    }
  }

  /** As the service's migrations make them. */
  private static void tables(String module, String... processes) throws Exception {
    database.createOwner(module);
    List<String> all = new ArrayList<>(List.of("set search_path to " + module));
    for (String migrations :
        List.of(
            "ao/runtime/src/main/resources/db/unit",
            module + "-service/src/main/resources/db/service")) {
      try (Stream<Path> files =
          Files.list(Path.of(System.getProperty("mostao.root")).resolve(migrations))) {
        List<Path> versions =
            files
                .filter(file -> file.getFileName().toString().startsWith("V"))
                .sorted(Comparator.comparingInt(HopsTest::version))
                .toList();
        for (Path version : versions) {
          all.add(Files.readString(version));
        }
      }
    }
    for (String process : processes) {
      all.add("insert into process values ('" + process + "', 'owner', '[]', 0, 0, 40, 0)");
    }
    run(all.toArray(String[]::new));
  }

  private static int version(Path migration) {
    return Integer.parseInt(migration.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"));
  }

  private static void run(String... statements) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private static List<Long> numbers(String query) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      List<Long> numbers = new ArrayList<>();
      for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
        numbers.add(row.getLong(column));
      }
      return numbers;
    }
  }

  private static String id(String action) {
    return (action + "x".repeat(43)).substring(0, 43);
  }

  private static Chain chain() {
    List<Chain.Row> rows = new ArrayList<>();
    Map<String, String> at = new LinkedHashMap<>();
    at.put("RelayMessage", "alice");
    at.put("SendMessage", "session");
    at.put("Notify", "bob");
    at.put("SendMessage-Response", "alice");
    at.forEach(
        (action, process) -> {
          rows.add(row(action, process, "Message", "{\"the\":\"item\"}"));
          rows.add(row(action, process, "Result", "{\"the\":\"Result\"}"));
        });
    return new Chain(List.of(), rows);
  }

  private static Chain.Row row(String action, String process, String type, String value) {
    return new Chain.Row(
        process.getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8),
        Map.of(
            Headers.ID, Headers.bytes(id(action)),
            Headers.ACTION, Headers.bytes(action),
            Headers.TYPE, Headers.bytes(type)));
  }

  private static Hops begun() throws Exception {
    Hops hops = new Hops(Meter.NONE, new PrintWriter(new StringWriter()));
    try {
      hops.begin(List.of(chain()), broker.bootstrapServers(), database::connectAsSuperuser);
    } catch (IOException | RuntimeException failed) {
      hops.close();
      throw failed;
    }
    return hops;
  }

  private static void assertThatNothingIsLeft() throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      assertThat(admin.listTopics().names().get()).noneMatch(name -> name.startsWith("bench"));
      assertThat(admin.listGroups().all().get())
          .noneMatch(group -> group.groupId().startsWith("bench"));
    }
    assertThat(numbers("select count(*) from pg_namespace where nspname like 'bench%'"))
        .containsExactly(0L);
  }

  @Test
  void messagesGoAllTheWayRoundUnderEachLoadAndNothingIsLeft() throws Exception {
    try (Hops hops = begun()) {
      FloorReport.Hops one =
          hops.run(new Load.InFlight(1, 1), Duration.ofMillis(500), Duration.ofMillis(500));
      FloorReport.Hops paced =
          hops.run(new Load.Rate(50), Duration.ofMillis(100), Duration.ofMillis(500));

      assertThat(one.delivered().count()).isPositive();
      assertThat(one.delivered().p50()).isPositive();
      assertThat(one.programs()).containsKeys("gateway", "handle", "messenger", "session");
      assertThat(one.programs().get("handle")).isPositive();
      assertThat(one.batches().get("session").aMessage()).isCloseTo(1.0, within(0.5));
      assertThat(one.batches().get("session").work().p50()).isPositive();
      assertThat(paced.perSecond()).isCloseTo(50.0, within(30.0));
    }
    assertThatNothingIsLeft();
  }

  @Test
  void everyMessageLeavesTheRowsOfAMessage() throws Exception {
    try (Hops hops = begun()) {
      hops.run(new Load.InFlight(5, 1), Duration.ZERO, Duration.ofMillis(1500));

      long messages =
          numbers("select nonce - 40 from bench_hops_session.process where id = 'session'").get(0);
      assertThat(messages).isPositive();
      // The response comes to its end behind the message, about which no one waits.
      assertThat(numbers(ROWS).get(0)).isBetween(2 * messages, 3 * messages);
      assertThat(numbers(ROWS).subList(1, 3)).containsExactly(messages, messages);
      assertThat(numbers("select last_message from bench_hops_session.session_head"))
          .containsExactly(7 + messages);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void aTransactionThatFailsEndsTheRunAndNothingIsLeft() throws Exception {
    try (Hops hops = begun()) {
      run("drop table bench_hops_session.progress");

      assertThatThrownBy(
              () ->
                  hops.run(new Load.InFlight(1, 1), Duration.ofSeconds(20), Duration.ofSeconds(20)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("progress");
    }
    assertThatNothingIsLeft();
  }
}
