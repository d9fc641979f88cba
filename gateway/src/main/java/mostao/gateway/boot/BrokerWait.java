package mostao.gateway.boot;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import mostao.ao.kafka.start.BrokerNames;

/** Waits for a broker whose name is not known yet. */
@Singleton
final class BrokerWait {
  /** Before routes are made, whose beans have the first Kafka clients. */
  void start(
      @Observes @Priority(1) Filters first,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    BrokerNames.await(kafka);
  }
}
