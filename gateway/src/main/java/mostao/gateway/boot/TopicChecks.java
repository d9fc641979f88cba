package mostao.gateway.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import mostao.ao.kafka.TopicCheck;
import mostao.ao.wire.Topics;

/** Refuses topics and rights with which the gateway could not do its work. */
@Singleton
final class TopicChecks {
  private final TopicCheck check;

  TopicChecks(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.check =
        new TopicCheck("gateway-check", kafka)
            .reads(Topics.PROCESSES)
            .writes(Topics.PROCESSES)
            .reads(Topics.WALLETS)
            .knows(Topics.MESSENGER_GROUP);
    for (String module : Topics.MODULES) {
      check.writes(Topics.inbox(module)).reads(Topics.outbox(module)).knows(Topics.group(module));
    }
  }

  /** Once the broker has an address, and before routes are made. */
  void start(@Observes @Priority(2) Filters first) {
    check.start(() -> Quarkus.asyncExit(1));
  }

  void stop(@Observes ShutdownEvent last) {
    check.close();
  }
}
