package mostao.e2e.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mostao.client.bench.Bench;
import mostao.client.bench.BenchReport;
import mostao.client.bench.BenchSettings;
import mostao.client.bench.Load;
import mostao.client.bench.Meter;
import mostao.client.bench.Read;
import mostao.client.bench.ReadsBench;
import mostao.client.bench.ReadsReport;
import mostao.client.bench.ReadsSettings;
import mostao.client.chat.HandleName;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.HttpSettings;
import mostao.client.wallet.WalletType;
import mostao.local.meter.LocalSystem;
import mostao.local.stack.LocalStack;
import mostao.local.stack.StackSettings;
import org.junit.jupiter.api.Test;

/** What {@code e2e/fill} writes can be asked for, and the system goes on behind it. */
class FillIT {
  private static final int HANDLES = 500;
  private static final int SESSIONS = 700;
  private static final int MESSAGES = 600;
  private static final int CHATS = 70;

  /** Which rows are invented. */
  private static final Map<String, String> INVENTED =
      Map.of(
          "registry.registry_name", "handle like 'filled-%'",
          "registry.session_link", "handle_a like 'filled-%'",
          "handle.process", "tags like '%\"Handle-Name\",\"filled-%'",
          "handle.handle_profile", "profile like '%\"filled %'",
          "handle.handle_chat", "other_name like '\"filled-%'",
          "session.process", "tags like '%\"Handle-A-Name\",\"filled-%'",
          "session.session_key", "encrypted_a = '\"filled\"'",
          "session.session_message", "content like '\"filled %'");

  private final Path root = Path.of(System.getProperty("mostao.root"));
  private final StringWriter said = new StringWriter();

  @Test
  void whatIsFilledInCanBeAskedForAndTheSystemGoesOn() throws Exception {
    Path data = root.resolve("e2e/target/filled");
    LocalStack.delete(data);
    try (LocalStack stack =
        LocalStack.start(StackSettings.of(root, data, 1).onFreePorts().withQuickStart())) {
      Path items = data.resolve("bench");
      URI gateway = URI.create(stack.url());
      good(bench(gateway, items, 2));
      LocalSystem system = LocalSystem.of(data, gateway).orElseThrow();
      Fill.Amounts amounts = new Fill.Amounts(HANDLES, SESSIONS, MESSAGES, CHATS);

      Fill.run(system, items, root, amounts, out());

      assertRowsLookLikeReal(system);
      assertThat(count(system, "registry.registry_name")).isEqualTo(HANDLES);
      assertThat(count(system, "registry.session_link")).isEqualTo(SESSIONS);
      assertThat(count(system, "session.session_head", "last_message = 0")).isEqualTo(SESSIONS);
      assertThat(count(system, "handle.handle_chat")).isEqualTo(2 * SESSIONS + 2 * (CHATS - 1));
      good(asked(gateway, items));
      // The next message, the next name and the next session come behind what was filled in.
      good(bench(gateway, items, 3));
      good(asked(gateway, items));

      Fill.run(system, items, root, amounts, out());

      assertThat(count(system, "registry.registry_name")).as("again").isEqualTo(HANDLES);
    }
    LocalStack.delete(data);
  }

  private PrintWriter out() {
    return new PrintWriter(said, true);
  }

  private static BenchSettings settings(URI gateway, Path items, int sessions) {
    return new BenchSettings(
        gateway,
        Optional.empty(),
        new Load.Rate(20),
        WalletType.ED25519,
        sessions,
        300,
        Duration.ZERO,
        Duration.ofSeconds(3),
        items,
        8,
        2,
        Duration.ofSeconds(60),
        HttpSettings.DEFAULT,
        WaitPolicy.DEFAULT);
  }

  private BenchReport bench(URI gateway, Path items, int sessions) throws Exception {
    return Bench.run(settings(gateway, items, sessions), Meter.NONE, out());
  }

  private ReadsReport asked(URI gateway, Path items) throws Exception {
    List<HandleName> names = new ArrayList<>();
    for (String line : Files.readAllLines(items.resolve("filled-names"))) {
      String[] words = line.split(" ");
      names.add(new HandleName(words[0], words[1], words[2]));
    }
    assertThat(names).hasSize(HANDLES);
    List<Read> all = List.of(Read.values());
    return ReadsBench.run(
        new ReadsSettings(settings(gateway, items, 2), all, MESSAGES, 50, names),
        Meter.NONE,
        out());
  }

  private static void good(BenchReport report) {
    assertThat(report.problems()).isEmpty();
  }

  private static void good(ReadsReport report) {
    assertThat(report.problems()).isEmpty();
    assertThat(report.rows()).isGreaterThanOrEqualTo(MESSAGES);
  }

  /** Which columns have something in them is the same. */
  private static void assertRowsLookLikeReal(LocalSystem system) throws SQLException {
    String filledIn = "array(select jsonb_object_keys(jsonb_strip_nulls(to_jsonb(t))) order by 1)";
    for (Map.Entry<String, String> table : INVENTED.entrySet()) {
      String rows = "select distinct " + filledIn + "::text from " + table.getKey() + " t where ";
      List<String> real = texts(system, rows + "not (" + table.getValue() + ")");
      assertThat(texts(system, rows + table.getValue()))
          .as(table.getKey())
          .isNotEmpty()
          .isSubsetOf(real);
    }
  }

  private static long count(LocalSystem system, String table) throws SQLException {
    return count(system, table, INVENTED.get(table));
  }

  private static long count(LocalSystem system, String table, String where) throws SQLException {
    return Long.parseLong(
        texts(system, "select count(*) from " + table + " where " + where).get(0));
  }

  private static List<String> texts(LocalSystem system, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = system.administration();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
