package mostao.messenger.boot;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Map;
import mostao.ao.kafka.BootstrapServers;
import mostao.ao.kafka.group.BatchQueue;
import mostao.ao.start.KnownSettings;
import mostao.messenger.authority.Authority;
import mostao.messenger.authority.AuthoritySettings;
import mostao.messenger.push.MessengerSettings;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses a setting that the messenger does not know or can't follow and a key that can't be used,
 * then waits for the broker's address.
 */
@Singleton
final class StartChecks {
  static KnownSettings settings() {
    return new KnownSettings()
        .in("mostao.authority", AuthoritySettings.class)
        .in("mostao.directory", DirectorySettings.class)
        .in("mostao.messenger", MessengerSettings.class)
        .in("mostao.trace", MessengerTraceSettings.class)
        .in("mostao.writer", MessengerWriterSettings.class)
        .and("mostao.group-protocol")
        .and("mostao.instance")
        .and("mostao.log.json")
        .and("mostao.scheduler.address");
  }

  /** Before anything is made of settings, and before the connector makes its consumers. */
  void start(
      @Observes @Priority(0) StartupEvent first,
      Config config,
      MessengerSettings settings,
      Instance<Authority> authority,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    settings().check(config.getPropertyNames(), System.getenv());
    BatchQueue.Limits.checkRest("mostao.messenger.longest-rest", settings.longestRest());
    // Here, because a consumer that is closed while it polls logs a stack trace.
    authority.get();
    BootstrapServers.awaitAddress(kafka);
  }
}
