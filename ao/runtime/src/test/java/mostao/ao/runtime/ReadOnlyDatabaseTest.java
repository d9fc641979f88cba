package mostao.ao.runtime;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.wire.InboxRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After a fail-over the old primary may stay alive and take no changes, while the pool keeps its
 * connections to it. Here the server is one; what differs is when a connection was made.
 */
@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class ReadOnlyDatabaseTest extends CounterCase {
  private static final Duration GOING_ON = Duration.ofSeconds(10);

  @Inject AgroalDataSource database;

  private Connection operator;

  @BeforeEach
  void open() throws SQLException {
    operator =
        DriverManager.getConnection(
            Infra.jdbcUrl(), Infra.databaseUser(), Infra.databasePassword());
  }

  @AfterEach
  void writable() throws SQLException {
    run("alter role current_user reset default_transaction_read_only");
    operator.close();
    // The tests that share the pool find no connection of this time in it.
    database.flush(AgroalDataSource.FlushMode.GRACEFUL);
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = operator.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String health(String path) {
    return given().get("/q/health/" + path).asString();
  }

  @Test
  void a_server_that_takes_no_changes_is_left_for_the_right_one() throws SQLException {
    born();
    run("alter role current_user set default_transaction_read_only = on");
    run(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where usename = current_user and pid <> pg_backend_pid()");
    InboxRecord waiting = message("Add", "1");
    inboxes.put(MODULE, waiting);
    await("the cause is told", () -> health("ready").contains("25006"));
    assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
    assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
    assertThat(health("well")).contains("\"read-only\": true");

    run("alter role current_user reset default_transaction_read_only");
    await(
        "it goes on with the right server",
        GOING_ON,
        () ->
            given().get("/unit/processes/" + pid + "/results/" + waiting.id()).statusCode() == 200);
    assertThat(reply(outbox.awaitResult(pid, waiting.id()))).isEqualTo("{\"total\":1}");
    await("it is well", GOING_ON, () -> health("well").contains("\"read-only\": false"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"state", "results", "assignments", "log"})
  void a_reader_in_steady_use_leaves_it_too(String what) throws SQLException {
    born();
    String state = "/unit/processes/" + pid + "/" + what;
    await("the process can be read", () -> given().get(state).statusCode() == 200);
    run("alter role current_user set default_transaction_read_only = on");
    run(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where usename = current_user and pid <> pg_backend_pid()");
    await("it is not read from the old server", () -> given().get(state).statusCode() == 503);
    await("for the reason", () -> health("well").contains("\"read-only\": true"));
    // Once would not do: a connection that was cut is refused as well, and a new one follows.
    for (int i = 0; i < 20; i++) {
      assertThat(given().get(state).statusCode()).isEqualTo(503);
    }

    run("alter role current_user reset default_transaction_read_only");
    await("it is read again", GOING_ON, () -> given().get(state).statusCode() == 200);
  }
}
