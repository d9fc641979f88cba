package mostao.messenger.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import mostao.ao.kafka.TopicCheck;
import mostao.ao.wire.Topics;

/** Refuses topics and rights with which the messenger could not do its work. */
@Singleton
final class TopicChecks {
  private final TopicCheck check;

  TopicChecks(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.check =
        new TopicCheck("messenger-check", kafka)
            .reads(Topics.PROCESSES)
            .writes(Topics.PROCESSES)
            .writes(Topics.WALLETS)
            .knows(Topics.MESSENGER_GROUP);
    for (String module : Topics.MODULES) {
      check
          .reads(Topics.outbox(module))
          .writes(Topics.inbox(module))
          .writes(Topics.deadLetters(module));
    }
  }

  /** Once the broker has an address, and before the connector makes its consumers. */
  void start(@Observes @Priority(2) StartupEvent first) {
    check.start(() -> Quarkus.asyncExit(1));
  }

  void stop(@Observes ShutdownEvent last) {
    check.close();
  }
}
