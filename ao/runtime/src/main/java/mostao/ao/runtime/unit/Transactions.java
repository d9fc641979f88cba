package mostao.ao.runtime.unit;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import mostao.ao.turn.BrokenDependency;

/**
 * Transactions of this service's database that change something, each on the calling thread. What
 * fails inside is rolled back. Thread-safe.
 */
final class Transactions {
  private final AgroalDataSource database;
  private final int timeoutSeconds;

  /**
   * @param timeout after which a transaction is rolled back
   */
  Transactions(AgroalDataSource database, Duration timeout) {
    this.database = database;
    this.timeoutSeconds = (int) timeout.toSeconds();
  }

  /** SQL that may fail. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * @throws BrokenDependency whatever failed
   */
  <T> T change(Work<T> work) {
    try {
      return run(work);
    } catch (BrokenDependency broken) {
      leave(broken);
      throw broken;
    }
  }

  private <T> T run(Work<T> work) {
    try {
      return QuarkusTransaction.requiringNew()
          .timeout(timeoutSeconds)
          .call(
              () -> {
                // The transaction owns the connection: closing this handle gives nothing back
                // before its end.
                try (Connection connection = database.getConnection()) {
                  return work.on(connection);
                }
              });
    } catch (BrokenDependency broken) {
      throw broken;
    } catch (RuntimeException failed) {
      throw new BrokenDependency(
          "the database did not keep the transaction: " + Causes.root(failed), failed);
    }
  }

  /**
   * A server that is there but no longer the right one counts as away: all connections to it are
   * closed, those in use when they are given back. The next try finds the server that has its
   * place.
   */
  private void leave(Throwable failed) {
    if (Causes.areOfTheWrongServer(failed)) {
      database.flush(AgroalDataSource.FlushMode.GRACEFUL);
    }
  }
}
