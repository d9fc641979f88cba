package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import mostao.local.os.StartFailure;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an operator can mend stops a program at start, by name, and changes nothing; what comes by
 * itself is waited for.
 */
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

  @Test
  void aKeyOpenToOthersIsRefusedInOneLine(@TempDir Path folder) throws IOException {
    Path key = Files.writeString(folder.resolve("authority.json"), "{}");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    ServiceProcess messenger = RunningSystem.stack().service("messenger");
    messenger.stop();
    try {
      assertThatThrownBy(() -> messenger.start(Map.of("mostao.authority.key-file", key.toString())))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("mostao.authority.key-file")
          .hasMessageContaining("chmod 600")
          .message()
          .doesNotContain("\tat ");
      assertThat(messenger.exitCode()).isEqualTo(Optional.of(1));
    } finally {
      messenger.kill();
      messenger.start();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"handle", "messenger", "gateway"})
  void aBrokerWhoseNameHasNoAddressYetIsWaitedFor(String name) {
    ServiceProcess program = RunningSystem.stack().service(name);
    String broker = "not-there-yet-for-" + name + ".invalid:9092";
    program.stop();
    try {
      program.launch(Map.of("kafka.bootstrap.servers", broker));
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.readString(program.log()).contains(broker + ": waiting for one"));
      assertThat(program.running()).isTrue();
    } finally {
      program.kill();
      program.start();
    }
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = RunningSystem.stack().database().connectAsSuperuser();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
