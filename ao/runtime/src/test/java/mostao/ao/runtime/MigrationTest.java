package mostao.ao.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mostao.local.database.EmbeddedDatabase;
import mostao.local.database.SchemaOwner;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade migrates the schema while the version before still takes turns. */
class MigrationTest {
  @Test
  void aMigrationAndATurnDoNotWaitForEachOther(@TempDir Path folder) throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
      SchemaOwner owner = database.createOwner("unit");
      schema(owner).target("11").load().migrate();
      try (Connection turn = connect(owner);
          Statement statement = turn.createStatement()) {
        statement.execute("insert into progress values (1, 0, 0)");
        turn.setAutoCommit(false);
        statement.execute("select next_offset from progress where inbox_partition = 1 for update");
        statement.execute("select 1 from evaluation");
        CompletableFuture<Integer> migration =
            CompletableFuture.supplyAsync(
                () -> schema(owner).target("12").load().migrate().migrationsExecuted);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> migration.isDone() || isSomebodyWaiting(owner));
        statement.execute(
            "insert into evaluation values ('p', 0, 'm', 1, 0, 0, false, 'item', 'outcome')");
        turn.commit();
        assertThat(migration.get(60, TimeUnit.SECONDS)).isEqualTo(1);
      }
      theVersionBeforeGoesOnBesideRetention(owner);
    }
  }

  /** It writes and reads its own columns, whether there is what the new version needs or not. */
  private static void theVersionBeforeGoesOnBesideRetention(SchemaOwner owner) throws SQLException {
    assertThat(schema(owner).target("13").load().migrate().migrationsExecuted).isEqualTo(1);
    try (Connection turn = connect(owner);
        Statement statement = turn.createStatement()) {
      statement.execute(
          "insert into evaluation (process, nonce, message, inbox_partition, inbox_offset,"
              + " evaluated_at, failed, item, outcome, hidden)"
              + " values ('p', 1, 'n', 1, 1, 0, false, 'item', 'outcome', '')");
      statement.execute("update progress set next_offset = 2, published_offset = 1");
    }
  }

  private static FluentConfiguration schema(SchemaOwner owner) {
    return Flyway.configure()
        .dataSource(owner.jdbcUrl(), owner.name(), owner.password())
        .locations("classpath:db/unit");
  }

  private static Connection connect(SchemaOwner owner) throws SQLException {
    return DriverManager.getConnection(owner.jdbcUrl(), owner.name(), owner.password());
  }

  private static boolean isSomebodyWaiting(SchemaOwner owner) throws SQLException {
    try (Connection connection = connect(owner);
        Statement statement = connection.createStatement();
        ResultSet locks = statement.executeQuery("select 1 from pg_locks where not granted")) {
      return locks.next();
    }
  }
}
