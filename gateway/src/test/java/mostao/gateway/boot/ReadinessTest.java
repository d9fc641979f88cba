package mostao.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.ao.kafka.BrokerUnavailable;
import mostao.ao.kafka.directory.Directory;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.TestSystem;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSystem.class)
class ReadinessTest {
  @Inject Directory directory;

  private final Set<String> away = ConcurrentHashMap.newKeySet();
  private final AtomicInteger missed = new AtomicInteger();

  @Test
  void itIsReadyOnceTheBrokersOfEachTopicItWritesAreFound() {
    GatewayFixture.open();
    away.addAll(WrittenTopics.TOPICS);
    WrittenTopics topics = new WrittenTopics(this::find);
    CompletableFuture<Void> met = new CompletableFuture<>();
    MetUnits units = new MetUnits(() -> met);
    Readiness readiness = new Readiness(directory, topics, units);
    topics.begin(new StartupEvent());
    units.begin(new StartupEvent());
    try {
      for (String topic : WrittenTopics.TOPICS) {
        int before = missed.get();
        Condition.await("another attempt failed", () -> missed.get() > before + 1);
        assertThat(asked(readiness).getStatus()).as("without " + topic).isEqualTo(Status.DOWN);
        away.remove(topic);
      }
      Condition.await("all are found", topics::areFound);
      assertThat(asked(readiness).getStatus()).as("units not looked up").isEqualTo(Status.DOWN);
      met.complete(null);
      assertThat(asked(readiness).getStatus()).isEqualTo(Status.UP);

      away.addAll(WrittenTopics.TOPICS);
      assertThat(asked(readiness).getStatus()).as("once found").isEqualTo(Status.UP);
    } finally {
      topics.stop(new ShutdownEvent());
    }
  }

  private void find(String topic) {
    if (away.contains(topic)) {
      missed.incrementAndGet();
      throw new BrokerUnavailable("the brokers of " + topic + " are not found", null);
    }
  }

  private static HealthCheckResponse asked(Readiness readiness) {
    return readiness.call().await().indefinitely();
  }
}
