package mostao.e2e.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
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
import mostao.client.http.AoClient;
import mostao.client.http.GatewayException;
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
  private static final int LIVE = 60;
  private static final int EVALUATIONS = 900;
  private static final int DIRECTORY = 600;

  /** Which rows are invented. */
  private static final Map<String, String> INVENTED =
      Map.of(
          "registry.registry_name", "handle like 'filled-%'",
          "registry.session_link", "handle_a like 'filled-%'",
          "handle.process", "tags like '%\"Handle-Name\",\"filled-%'",
          "handle.handle_profile", "profile like '%\"filled %'",
          "handle.handle_chat", "other_name like '\"filled-%'",
          "handle.evaluation", "inbox_offset < 0",
          "session.process", "tags like '%\"Handle-A-Name\",\"filled-%'",
          "session.session_key", "encrypted_a = '\"filled\"'",
          "session.session_message", "content like '\"filled %'",
          "session.evaluation", "inbox_offset < 0");

  /** Which rows are of pairs that carry messages. */
  private static final Map<String, String> OF_LIVE_PAIRS =
      Map.of(
          "registry.registry_name", "handle like 'live-%'",
          "registry.session_link", "handle_a like 'live-%'",
          "handle.process", "tags like '%\"Handle-Name\",\"live-%'",
          "handle.handle_profile", "profile like '%\"live-%'",
          "handle.handle_chat", "other_name like '\"live-%'",
          "session.process", "tags like '%\"Handle-A-Name\",\"live-%'",
          "session.session_key", "encrypted_a = '\"live\"'");

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
      Fill.Amounts amounts =
          new Fill.Amounts(HANDLES, SESSIONS, MESSAGES, CHATS, LIVE, EVALUATIONS, DIRECTORY);

      Fill.run(system, items, root, amounts, out());

      assertRowsLookLikeReal(system, INVENTED);
      assertRowsLookLikeReal(system, OF_LIVE_PAIRS);
      assertThat(count(system, "registry.registry_name")).isEqualTo(HANDLES);
      assertThat(count(system, "registry.session_link")).isEqualTo(SESSIONS);
      assertThat(count(system, "session.session_head", "last_message = 0"))
          .isEqualTo(SESSIONS + LIVE);
      assertThat(count(system, "handle.handle_chat")).isEqualTo(2 * SESSIONS + 2 * (CHATS - 1));
      assertThat(count(system, "handle.evaluation")).isEqualTo(EVALUATIONS);
      assertThat(count(system, "session.evaluation")).isEqualTo(EVALUATIONS);
      good(asked(gateway, items));
      // Each live session carries a message, or the bench would say what was lost.
      BenchReport carried = bench(gateway, items, 2 + LIVE);
      good(carried);
      assertThat(carried.check().accepted()).isGreaterThanOrEqualTo(2 + LIVE);
      assertThat(said.toString()).containsOnlyOnce("opening");
      assertThat(texts(system, "select count(*) from session.session_head where last_message = 0"))
          .containsExactly("" + SESSIONS);
      assertOnlyTheseAreKnown(gateway);
      // The next message, the next name and the next session come behind what was filled in.
      good(bench(gateway, items, 3 + LIVE));
      assertThat(said.toString()).contains("opening 1 sessions");
      good(asked(gateway, items));

      Fill.run(system, items, root, amounts, out());

      assertThat(count(system, "registry.registry_name")).as("again").isEqualTo(HANDLES);
    }
    LocalStack.delete(data);
  }

  /** Of the invented processes: those that are in the directory can be asked. */
  private static void assertOnlyTheseAreKnown(URI gateway) throws Exception {
    try (AoClient anybody = new AoClient(gateway, WalletType.ED25519.create())) {
      Tags profile = Tags.of(Names.ACTION, "GetProfile");
      String last = MadeUp.id("handle", DIRECTORY / 2);
      assertThat(anybody.dryRun(last, profile, "").messages().get(0).data())
          .contains("filled " + DIRECTORY / 2);
      String next = MadeUp.id("handle", DIRECTORY / 2 + 1);
      assertThatThrownBy(() -> anybody.dryRun(next, profile, ""))
          .isInstanceOfSatisfying(
              GatewayException.class, refused -> assertThat(refused.status()).isEqualTo(404));
    }
  }

  private PrintWriter out() {
    return new PrintWriter(said, true);
  }

  private static BenchSettings settings(URI gateway, Path items, int sessions) {
    return new BenchSettings(
        gateway,
        // A wallet may have twenty live streams.
        LocalSystem.of(items.getParent(), gateway).map(LocalSystem::bootstrapServers),
        new Load.Rate(40),
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
  private static void assertRowsLookLikeReal(LocalSystem system, Map<String, String> tables)
      throws SQLException {
    String filledIn = "array(select jsonb_object_keys(jsonb_strip_nulls(to_jsonb(t))) order by 1)";
    for (Map.Entry<String, String> table : tables.entrySet()) {
      String name = table.getKey();
      String rows = "select distinct " + filledIn + "::text from " + name + " t where ";
      String made =
          INVENTED.get(name) + " or " + OF_LIVE_PAIRS.getOrDefault(name, INVENTED.get(name));
      List<String> real = texts(system, rows + "not (" + made + ")");
      assertThat(texts(system, rows + table.getValue())).as(name).isNotEmpty().isSubsetOf(real);
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
