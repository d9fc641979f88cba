package mostao.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Store;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;
import mostao.registry.model.Requester;
import mostao.registry.model.SessionLink;
import mostao.registry.model.Side;
import mostao.registry.model.Use;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infra.class)
class SagaMetersTest {
  private static final long HOUR = 3_600_000;

  @Inject Store<RegistryView, RegistryChange> store;
  @Inject AgroalDataSource database;
  @Inject MeterRegistry own;

  private final String process = UUID.randomUUID().toString();

  private void apply(RegistryChange... changes) {
    store.transact(
        work -> {
          for (RegistryChange change : changes) {
            work.tables().apply(process, change);
          }
          return null;
        });
  }

  private static RegistryChange begun(long reference, long ago) {
    return new RegistryChange.PutUse(
        new Use(Use.Kind.BIRTH, "wallet", reference, System.currentTimeMillis() - ago));
  }

  private Map<String, Double> counted() {
    MeterRegistry meters = new SimpleMeterRegistry();
    SagaMeters sagas = new SagaMeters(database);
    sagas.register(meters);
    sagas.count();
    return values(meters);
  }

  private static Map<String, Double> values(MeterRegistry meters) {
    Map<String, Double> found = new TreeMap<>();
    for (Gauge gauge : meters.find("mostao.sagas").gauges()) {
      found.put(gauge.getId().getTag("saga") + " " + gauge.getId().getTag("age"), gauge.value());
    }
    return found;
  }

  /** The database, when it is not away. */
  private DataSource database(AtomicReference<Exception> away) {
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> {
              if (away.get() != null) {
                throw away.get();
              }
              return method.invoke(database, arguments);
            });
  }

  @Test
  void whatIsUnderWayIsCountedByItsAge() {
    Map<String, Double> before = counted();
    Name alice = Name.reserved("alice", "w", 1, Optional.empty()).activated("process-a");
    Name bob = Name.reserved("bob", "w", 2, Optional.empty()).activated("process-b");
    apply(
        new RegistryChange.PutName(alice),
        new RegistryChange.PutName(bob),
        new RegistryChange.PutName(Name.reserved("new", "w", 3, Optional.empty())),
        begun(3, 5_000),
        new RegistryChange.PutName(Name.reserved("slow", "w", 4, Optional.empty())),
        begun(4, 2 * HOUR),
        new RegistryChange.PutName(Name.reserved("forgotten", "w", 5, Optional.empty())),
        new RegistryChange.PutLink(
            SessionLink.asked(
                alice, bob, Set.of(Side.A), 6, new Requester("process-a", Optional.empty()))),
        begun(6, HOUR / 2));

    Map<String, Double> more = new TreeMap<>();
    counted().forEach((age, number) -> more.put(age, number - before.get(age)));

    assertThat(more)
        .isEqualTo(
            Map.of(
                "register seconds", 1.0,
                "register minutes", 0.0,
                "register hours", 1.0,
                "register days", 1.0,
                "establish seconds", 0.0,
                "establish minutes", 1.0,
                "establish hours", 0.0,
                "establish days", 0.0));
    assertThat(own.find("mostao.sagas").gauges()).hasSize(8);
  }

  @Test
  void itIsNoNumberUntilTheDatabaseAnswersAndWhileItDoesNot() {
    AtomicReference<Exception> away = new AtomicReference<>(new SQLException("away"));
    MeterRegistry meters = new SimpleMeterRegistry();
    SagaMeters sagas = new SagaMeters(database(away));
    sagas.register(meters);
    // Reading asks no database.
    assertThat(values(meters)).hasSize(8).allSatisfy((age, number) -> assertThat(number).isNaN());
    sagas.count();
    assertThat(values(meters)).allSatisfy((age, number) -> assertThat(number).isNaN());
    away.set(null);
    sagas.count();
    assertThat(values(meters)).allSatisfy((age, number) -> assertThat(number).isNotNaN());
    away.set(new BrokenDependency("no bounds", null));
    sagas.count();
    assertThat(values(meters)).allSatisfy((age, number) -> assertThat(number).isNaN());
  }

  @Test
  void theServiceCountsByItself() {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(values(own)).hasSize(8).doesNotContainValue(Double.NaN));
  }
}
