package mostao.ao.runtime.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import mostao.ao.testkit.infra.Infra;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database goes amid the emptying of what is too old, and comes back. */
@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class RetentionAwayTest {
  private static final Logger LOG = Logger.getLogger("mostao.retention");
  private static final long OLD = 1_200;
  private static final long OF_A_TRANSACTION = 500;
  private static final long IN_THE_SECOND = 700;

  private final String process = UUID.randomUUID().toString();
  private final int partition = ThreadLocalRandom.current().nextInt(1_000, Integer.MAX_VALUE);
  private final Said said = new Said();

  @Inject AgroalDataSource database;

  private Retention retention;

  /** The lines of the log, without what the database's driver says. */
  private static final class Said extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage().replaceFirst(":.*", ""));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void fill() throws SQLException {
    try (Connection connection = connection()) {
      Sql.run(
          connection,
          "insert into progress (inbox_partition, next_offset, published_offset) values (?, ?, ?)",
          partition,
          OLD + 1,
          OLD + 1);
      Sql.run(
          connection,
          "insert into evaluation (process, nonce, message, inbox_partition, inbox_offset,"
              + " evaluated_at, failed, item, outcome, hidden) select ?, i, 'm' || i, ?, i, i,"
              + " false, 'item', 'outcome', '' from generate_series(1, ?) i",
          process,
          partition,
          OLD);
    }
    retention =
        new Retention(
            database,
            UnitSettingsTest.settings(
                "mostao.retention.keep", "1h", "mostao.retention.every", "50ms"),
            new SimpleMeterRegistry());
  }

  @AfterEach
  void allIsBack() throws InterruptedException {
    LOG.removeHandler(said);
    retention.stop(null);
    Infra.startDatabase();
  }

  private static Connection connection() throws SQLException {
    return DriverManager.getConnection(
        Infra.jdbcUrl(), Infra.databaseUser(), Infra.databasePassword());
  }

  private long emptied(Connection connection) {
    return count(
        connection, "evaluation where process = '" + process + "' and item = '' and outcome = ''");
  }

  private static long count(Connection connection, String what) {
    try {
      return Sql.query(connection, "select count(*) from " + what, row -> row.getLong(1)).get(0);
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  private static void await(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not within a minute: " + what).isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Test
  void whatWasEmptiedStaysSoAndTheRestFollows() throws SQLException {
    try (Connection holding = connection();
        Connection looking = connection()) {
      holding.setAutoCommit(false);
      Sql.query(
          holding,
          "select nonce from evaluation where process = ? and nonce = ? for update",
          row -> row.getLong(1),
          process,
          IN_THE_SECOND);
      retention.start(null);
      LOG.addHandler(said);
      await(
          "the second transaction waits for the row",
          () ->
              emptied(looking) == OF_A_TRANSACTION
                  && count(looking, "pg_stat_activity where wait_event_type = 'Lock'") > 0);
      Infra.stopDatabase();
    }
    await("it is said that the database is away", () -> said.lines.size() == 1);
    Infra.startDatabase();

    try (Connection looking = connection()) {
      await("the rest is emptied", () -> emptied(looking) == OLD);
    }
    await("it is said that the database is back", () -> said.lines.size() == 2);
    assertThat(said.lines)
        .containsExactly(
            "Nothing is emptied until the database answers", "The database answers again");
  }
}
