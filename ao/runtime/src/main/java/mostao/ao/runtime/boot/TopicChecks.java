package mostao.ao.runtime.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import mostao.ao.kafka.TopicCheck;
import mostao.ao.runtime.unit.UnitSettings;
import mostao.ao.wire.Topics;

/** Refuses topics and rights with which the service could not do its work. */
@Singleton
final class TopicChecks {
  private final TopicCheck check;

  TopicChecks(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, UnitSettings settings) {
    String module = settings.module();
    this.check = new TopicCheck("ao-" + module + "-check", kafka);
    // Tests have modules of their own.
    if (Topics.MODULES.contains(module)) {
      check
          .evaluates(Topics.inbox(module))
          .writes(Topics.outbox(module))
          .writes(Topics.deadLetters(module))
          .knows(Topics.group(module));
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
