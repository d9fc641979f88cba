package mostao.registry.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
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
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * How many registrations and sessions are under way, by how long they have been. Counted in the
 * database every ten seconds, so that who reads the metrics never waits for it; every replica says
 * the same. Not a number while the database does not answer. Thread-safe.
 */
@Singleton
class SagaMeters {
  private static final Logger LOG = Logger.getLogger("mostao.sagas");
  private static final Duration PAUSE = Duration.ofSeconds(10);
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

  private final DataSource database;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "sagas");
            thread.setDaemon(true);
            return thread;
          });

  /** Empty while it is not known. */
  private volatile Optional<Map<Pending, Long>> counted = Optional.empty();

  private record Pending(String saga, String age) {}

  @Inject
  SagaMeters(DataSource database) {
    this.database = database;
  }

  void start(@Observes StartupEvent event, MeterRegistry meters) {
    register(meters);
    clock.scheduleWithFixedDelay(this::count, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    clock.shutdownNow();
  }

  void register(MeterRegistry meters) {
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

  private double number(Pending one) {
    return counted.map(all -> (double) all.getOrDefault(one, 0L)).orElse(Double.NaN);
  }

  void count() {
    Map<Pending, Long> found = new HashMap<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(COUNTED);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.put(new Pending(rows.getString(1), rows.getString(2)), rows.getLong(3));
      }
      counted = Optional.of(found);
    } catch (SQLException | RuntimeException away) {
      // A connection that can't be set up is a BrokenDependency; the next count is due all the
      // same.
      LOG.debugf("What is under way is not known: %s", away);
      counted = Optional.empty();
    }
  }
}
