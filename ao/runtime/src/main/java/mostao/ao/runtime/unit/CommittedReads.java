package mostao.ao.runtime.unit;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import mostao.ao.turn.BrokenDependency;

/**
 * Questions to the database outside any turn: what was committed. Thread-safe.
 *
 * <p>A question changes nothing, so no failure of its own would ever show that the server it reads
 * is an old primary, and the pool doesn't validate a connection in steady use. So every question
 * asks that too.
 */
@Singleton
class CommittedReads {
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
      String mode = "select current_setting('transaction_read_only')";
      if (Sql.query(connection, mode, row -> row.getString(1)).contains("on")) {
        database.flush(AgroalDataSource.FlushMode.GRACEFUL);
        throw new SQLException("the server takes no changes any more", "25006");
      }
      return question.ask(connection);
    } catch (SQLException failed) {
      throw new BrokenDependency("the database did not answer: " + Causes.root(failed), failed);
    }
  }
}
