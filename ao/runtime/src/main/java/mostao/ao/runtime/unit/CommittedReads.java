package mostao.ao.runtime.unit;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import mostao.ao.turn.BrokenDependency;
import org.postgresql.PGConnection;

/**
 * Questions to the database outside any turn: what was committed. Thread-safe.
 *
 * <p>A question changes nothing, so no failure of its own would ever show that the server it reads
 * is an old primary, and the pool doesn't validate a connection in steady use. The server says so
 * unasked (PostgreSQL reports these settings from version 14 on), so knowing it costs no round
 * trip.
 */
@Singleton
class CommittedReads {
  private static final List<String> REFUSES_CHANGES =
      List.of("in_hot_standby", "default_transaction_read_only");

  private final AgroalDataSource database;

  @Inject
  CommittedReads(AgroalDataSource database) {
    this.database = database;
  }

  /** SQL that may fail. */
  @FunctionalInterface
  interface Question<T> {
    List<T> ask(Connection connection) throws SQLException;
  }

  /**
   * @throws BrokenDependency when the database does not answer, or is one that takes no changes any
   *     more
   */
  <T> List<T> ask(Question<T> question) {
    try (Connection connection = database.getConnection()) {
      List<T> rows = question.ask(connection);
      Map<String, String> reported = connection.unwrap(PGConnection.class).getParameterStatuses();
      if (REFUSES_CHANGES.stream().anyMatch(setting -> "on".equals(reported.get(setting)))) {
        database.flush(AgroalDataSource.FlushMode.GRACEFUL);
        throw new SQLException("the server takes no changes any more", "25006");
      }
      return rows;
    } catch (SQLException failed) {
      throw new BrokenDependency("the database did not answer: " + Causes.root(failed), failed);
    }
  }
}
