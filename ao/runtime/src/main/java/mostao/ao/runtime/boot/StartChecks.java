package mostao.ao.runtime.boot;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import mostao.ao.kafka.BootstrapServers;
import mostao.ao.kafka.group.BatchQueue;
import mostao.ao.kafka.group.Readers;
import mostao.ao.runtime.unit.UnitSettings;
import mostao.ao.start.KnownSettings;
import org.eclipse.microprofile.config.Config;

/** Refuses a setting that no service knows or can follow, then waits for the broker's address. */
@Singleton
final class StartChecks {
  static KnownSettings settings() {
    return new KnownSettings().in("mostao", UnitSettings.class).and("mostao.log.json");
  }

  /** Before anything is made of settings, and before the connector makes its consumers. */
  void start(
      @Observes @Priority(0) StartupEvent first,
      Config config,
      UnitSettings settings,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    settings().check(config.getPropertyNames(), System.getenv());
    Readers.check("mostao.inbox.readers", settings.inbox().readers());
    BatchQueue.Limits.checkRest("mostao.inbox.longest-rest", settings.inbox().longestRest());
    BootstrapServers.awaitAddress(kafka);
  }
}
