package mostao.registry.store;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * How many registrations and sessions are under way, by how long they have been. Read from the
 * database when somebody asks, and at most every ten seconds; every replica says the same. Not a
 * number while the database does not answer. Thread-safe.
 */
@Singleton
class SagaMeters {
  private static final Logger LOG = Logger.getLogger("mostao.sagas");
  private static final Duration KEPT = Duration.ofSeconds(10);
  private static final List<String> SAGAS = List.of("register", "establish");
  private static final List<String> AGES = List.of("seconds", "minutes", "hours", "days");

  /** One whose beginning is no longer kept is older than a day. */
  private static final String COUNTED =
      """
      select saga, case
          when age < 60 then 'seconds' when age < 3600 then 'minutes'
          when age < 86400 then 'hours' else 'days' end as ages, count(*)
        from (
          select saga, coalesce(extract(epoch from now()) - used.used_at / 1000.0, 86400) as age
            from (
              select 'register' as saga, process, spawn_reference
                from registry_name where status <> 'ACTIVE'
              union all
              select 'establish', process, spawn_reference
                from session_link where status <> 'ACTIVE') pending
            left join registry_use used
              on used.process = pending.process
                and used.reference = pending.spawn_reference and used.kind = 'BIRTH') aged
        group by saga, ages""";

  private final AgroalDataSource database;
  private Map<Pending, Long> counted = Map.of();
  private boolean known;
  private long next = System.nanoTime();

  private record Pending(String saga, String age) {}

  @Inject
  SagaMeters(AgroalDataSource database) {
    this.database = database;
  }

  void start(@Observes StartupEvent event, MeterRegistry meters) {
    for (String saga : SAGAS) {
      for (String age : AGES) {
        Pending one = new Pending(saga, age);
        Gauge.builder("mostao.sagas", () -> number(one))
            .description("Registrations and sessions under way, by how long they have been")
            .tag("saga", saga)
            .tag("age", age)
            .register(meters);
      }
    }
  }

  private synchronized double number(Pending one) {
    if (System.nanoTime() - next >= 0) {
      count();
      next = System.nanoTime() + KEPT.toNanos();
    }
    return known ? counted.getOrDefault(one, 0L) : Double.NaN;
  }

  private void count() {
    Map<Pending, Long> found = new HashMap<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(COUNTED);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.put(new Pending(rows.getString(1), rows.getString(2)), rows.getLong(3));
      }
      counted = found;
      known = true;
    } catch (SQLException away) {
      LOG.debugf("What is under way is not known: %s", away.getSQLState());
      known = false;
    }
  }
}
