package mostao.ao.runtime.unit;

import io.agroal.api.AgroalDataSource;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Whether the database answers and takes changes, for people and alerts. Not readiness: every
 * replica misses it alike.
 */
@Wellness
@ApplicationScoped
class DatabaseWellness implements HealthCheck {
  private final AgroalDataSource database;

  @Inject
  DatabaseWellness(AgroalDataSource database) {
    this.database = database;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("database");
    try (Connection connection = database.getConnection()) {
      boolean readOnly =
          Sql.query(
                  connection,
                  "select current_setting('transaction_read_only')",
                  row -> row.getString(1))
              .contains("on");
      if (readOnly) {
        // Asked often enough, the pool would give the same connection again and never doubt it.
        database.flush(AgroalDataSource.FlushMode.GRACEFUL);
      }
      return response.status(!readOnly).withData("read-only", readOnly).build();
    } catch (SQLException away) {
      return response.down().withData("failure", Causes.root(away)).build();
    }
  }
}
