package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import mostao.local.os.StartFailure;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service whose database and inbox can't belong together stops by name and changes nothing. */
@ExtendWith(RunningSystem.class)
class StartRefusalIT {
  private static ServiceProcess registry;

  @BeforeAll
  static void stop() {
    registry = RunningSystem.stack().service("registry");
    registry.stop();
  }

  @AfterAll
  static void startAgain() {
    registry.start();
  }

  @ParameterizedTest
  @CsvSource({
    "RecreatedTopic, origin, topic = reverse(topic)",
    "WrongCluster, origin, cluster = reverse(cluster)",
    "InboxShorterThanDatabase, progress, next_offset = next_offset + 1000000"
  })
  void itStopsAtStartNamesTheMisfitAndTheRunbook(String name, String table, String change)
      throws SQLException {
    sql("create table registry.kept as select * from registry." + table);
    try {
      sql("update registry." + table + " set " + change);

      assertThatThrownBy(registry::start)
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining(name + ": ")
          .hasMessageContaining("deploy/RUNBOOK.md");

      assertThat(registry.exitCode()).isEqualTo(Optional.of(1));
    } finally {
      registry.kill();
      sql("delete from registry." + table);
      sql("insert into registry." + table + " select * from registry.kept");
      sql("drop table registry.kept");
    }
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = RunningSystem.stack().database().connectAsSuperuser();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
