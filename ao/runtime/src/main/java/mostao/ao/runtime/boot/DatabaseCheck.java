package mostao.ao.runtime.boot;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import mostao.ao.runtime.unit.UnitSettings;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jboss.logging.Logger;

/**
 * Refuses a database that waiting does not mend: one that does not know this user, which Flyway
 * would ask again for half a minute, and one whose schema is of a later release, of which nobody
 * knows whether this program keeps it whole.
 */
@Singleton
final class DatabaseCheck implements FlywayConfigurationCustomizer {
  private static final Logger LOG = Logger.getLogger("mostao.start");

  /** No such user or a wrong password, and no such database (SQL states). */
  private static final Set<String> NEVER = Set.of("28000", "28P01", "3D000");

  private static final Set<MigrationState> UNKNOWN =
      EnumSet.of(MigrationState.FUTURE_SUCCESS, MigrationState.MISSING_SUCCESS);

  /** Before the schema is brought up to date. */
  @Override
  public void customize(FluentConfiguration flyway) {
    try {
      flyway.getDataSource().getConnection().close();
    } catch (SQLException failure) {
      if (NEVER.contains(String.valueOf(failure.getSQLState()))) {
        throw new FlywayException("the database refuses this service", failure);
      }
      LOG.debug("The database does not answer yet", failure);
    }
  }

  /** Before anything is evaluated. */
  void start(@Observes @Priority(1) StartupEvent first, Flyway flyway, UnitSettings settings) {
    List<String> unknown =
        Arrays.stream(flyway.info().all())
            .filter(migration -> UNKNOWN.contains(migration.getState()))
            .map(MigrationInfo::getVersion)
            .map(String::valueOf)
            .toList();
    if (unknown.isEmpty()) {
      return;
    }
    if (settings.database().newerSchema() == UnitSettings.Database.NewerSchema.REFUSE) {
      throw new IllegalStateException(
          "the schema is newer than this program, which does not know its versions "
              + unknown
              + ": start the release that made them; or, when the release notes say that this one"
              + " keeps that schema whole, set mostao.database.newer-schema to accept");
    }
    LOG.warnf("The schema is newer than this program, and accepted: %s", unknown);
  }
}
