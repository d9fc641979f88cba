package mostao.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import mostao.local.os.StartFailure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
  private static final Path BINARIES = Path.of("target", "postgres");

  @TempDir static Path folder;
  private static DatabaseSettings settings;
  private static EmbeddedDatabase database;

  @BeforeAll
  static void start() {
    settings = DatabaseSettings.in(folder.resolve("database")).withBinaries(BINARIES);
    database = EmbeddedDatabase.start(settings);
  }

  @AfterAll
  static void stop() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void rows_outlive_a_stop_and_a_kill() throws SQLException {
    SchemaOwner owner = database.createOwner("keeper");
    execute(owner, "CREATE TABLE kept (line text)");
    execute(owner, "INSERT INTO kept VALUES ('before the stop')");

    database.stop();
    assertThat(database.running()).isFalse();
    database.start();
    execute(owner, "INSERT INTO kept VALUES ('before the kill')");

    database.killAbruptly();
    assertThat(settings.cluster().resolve("postmaster.pid")).exists();
    database.start();

    assertThat(read(owner, "SELECT line FROM kept"))
        .containsExactly("before the stop", "before the kill");
    assertThat(database.createOwner("keeper").password()).isEqualTo(owner.password());
  }

  @Test
  void a_pid_file_that_names_some_other_process_is_cleared() throws Exception {
    database.killAbruptly();
    Path pidFile = settings.cluster().resolve("postmaster.pid");
    List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
    lines.set(0, String.valueOf(ProcessHandle.current().pid()));
    Files.write(pidFile, lines);

    database.start();

    assertThat(database.running()).isTrue();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void a_new_piece_of_the_log_is_small() throws SQLException {
    assertThat(read(database.createOwner("sizes"), "SHOW wal_segment_size")).containsExactly("1MB");
  }

  @Test
  void what_the_server_keeps_of_a_password_takes_few_rounds() throws SQLException {
    database.createOwner("quick");
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT rolname, rolpassword FROM pg_authid"
                    + " WHERE rolname IN ('postgres', 'quick') ORDER BY rolname")) {
      for (String name : List.of("postgres", "quick")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo(name);
        assertThat(rows.getString(2)).startsWith("SCRAM-SHA-256$" + Grants.ROUNDS + ":");
      }
    }
  }

  @Test
  void a_wrong_password_and_no_password_are_refused() {
    SchemaOwner owner = database.createOwner("locked");
    for (String wrong : List.of("wrong", "")) {
      SchemaOwner impostor = new SchemaOwner(owner.name(), owner.jdbcUrl(), wrong);
      assertThatThrownBy(() -> database.connect(impostor)).isInstanceOf(SQLException.class);
    }
    SchemaOwner superuser = new SchemaOwner("postgres", database.jdbcUrl(), "");
    assertThatThrownBy(() -> database.connect(superuser)).isInstanceOf(SQLException.class);
  }

  @Test
  void a_service_sees_its_own_schema_alone() throws SQLException {
    SchemaOwner one = database.createOwner("one");
    SchemaOwner two = database.createOwner("two");
    execute(one, "CREATE TABLE mine (line text)");

    assertThatThrownBy(() -> read(two, "SELECT line FROM one.mine"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> execute(two, "CREATE SCHEMA three"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> execute(two, "CREATE TABLE public.shared (line text)"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void a_schema_can_be_dropped_and_made_again_empty() throws SQLException {
    SchemaOwner owner = database.createOwner("fresh");
    execute(owner, "CREATE TABLE gone (line text)");

    SchemaOwner again = database.recreateOwner("fresh");

    assertThat(read(again, "SELECT tablename FROM pg_tables WHERE schemaname = 'fresh'")).isEmpty();
  }

  @Test
  void commits_are_written_through_to_the_disk() throws SQLException {
    SchemaOwner owner = database.createOwner("durable");

    assertThat(read(owner, "SHOW fsync")).containsExactly("on");
    assertThat(read(owner, "SHOW synchronous_commit")).containsExactly("on");
    assertThat(read(owner, "SHOW listen_addresses")).containsExactly("127.0.0.1");
  }

  @Test
  void passwords_are_in_files_of_their_owner_and_in_no_log() throws Exception {
    SchemaOwner owner = database.createOwner("quiet");
    Path file = settings.secrets().resolve("database-quiet");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings.secrets())))
        .isEqualTo("rwx------");
    assertThat(Files.readString(file).strip()).isEqualTo(owner.password()).hasSize(32);
    assertThat(Files.readString(settings.log())).doesNotContain(owner.password());
    assertThat(owner.toString()).doesNotContain(owner.password());
  }

  @Test
  void a_second_server_on_the_same_data_is_refused() {
    assertThatThrownBy(() -> EmbeddedDatabase.start(settings))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("is in use by process " + ProcessHandle.current().pid());
  }

  @Test
  void a_port_in_use_is_named() {
    Path elsewhere = folder.resolve("elsewhere");
    DatabaseSettings samePort =
        new DatabaseSettings(
            elsewhere,
            elsewhere.resolve("secrets"),
            BINARIES,
            elsewhere.resolve("log"),
            database.port(),
            settings.startDeadline());

    assertThatThrownBy(() -> EmbeddedDatabase.start(samePort))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("port " + database.port() + " (database) is in use");
  }

  @Test
  void root_without_namespaces_runs_it_as_nobody() throws Exception {
    RunAs nobody = RunAs.nobody().orElse(null);
    assumeTrue(nobody != null && RunAs.choose().prefix().size() > 0, "we are not root");
    Path reachable = Files.createTempDirectory(Path.of("/var/tmp"), "database");
    Files.setPosixFilePermissions(reachable, PosixFilePermissions.fromString("rwx--x--x"));
    try (EmbeddedDatabase server =
        EmbeddedDatabase.start(DatabaseSettings.in(reachable.resolve("data")), nobody)) {
      SchemaOwner owner = server.createOwner("held");
      assertThat(read(server, owner, "SELECT 'answered'")).containsExactly("answered");
      assertThat(ProcessHandle.of(server.pid()).orElseThrow().info().user()).hasValue("nobody");
      assertThat(Files.getOwner(reachable.resolve("data/secrets/database-held")).getName())
          .isEqualTo(System.getProperty("user.name"));
    } finally {
      try (var files = Files.walk(reachable)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static void execute(SchemaOwner owner, String sql) throws SQLException {
    try (Connection connection = database.connect(owner);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> read(SchemaOwner owner, String sql) throws SQLException {
    return read(database, owner, sql);
  }

  private static List<String> read(EmbeddedDatabase server, SchemaOwner owner, String sql)
      throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = server.connect(owner);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
