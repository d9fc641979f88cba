package mostao.ao.runtime.unit;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import mostao.ao.turn.BrokenDependency;

/**
 * Sets the database's timeouts on every new connection, so that the locks of a dead or frozen
 * service are released.
 */
@Singleton
class ConnectionBounds implements AgroalPoolInterceptor {
  private final UnitSettings.Database bounds;

  @Inject
  ConnectionBounds(UnitSettings settings) {
    this.bounds = settings.database();
  }

  @Override
  public void onConnectionCreate(Connection connection) {
    try {
      set(connection, "lock_timeout", bounds.lockTimeout());
      set(connection, "statement_timeout", bounds.statementTimeout());
      set(connection, "idle_in_transaction_session_timeout", bounds.idleTimeout());
    } catch (SQLException failed) {
      throw new BrokenDependency("a new connection did not take its bounds", failed);
    }
  }

  private static void set(Connection connection, String name, Duration bound) throws SQLException {
    Sql.run(connection, "select set_config(?, ?, false)", name, Long.toString(bound.toMillis()));
  }
}
