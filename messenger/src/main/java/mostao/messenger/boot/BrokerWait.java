package mostao.messenger.boot;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import mostao.ao.kafka.start.BrokerNames;

/** Waits for a broker whose name is not known yet. */
@Singleton
final class BrokerWait {
  /** Before the connector makes its consumers. */
  void start(
      @Observes @Priority(1) StartupEvent first,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    BrokerNames.await(kafka);
  }
}
