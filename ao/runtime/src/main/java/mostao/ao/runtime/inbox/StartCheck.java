package mostao.ao.runtime.inbox;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mostao.ao.runtime.outbox.KafkaOutbox;
import mostao.ao.runtime.unit.Unit;
import mostao.ao.runtime.unit.UnitSettings;
import mostao.ao.wire.Topics;
import org.eclipse.microprofile.config.Config;

/**
 * Stops a start with Kafka settings that could lose or skip messages; otherwise the inbox is
 * opened.
 */
@Singleton
class StartCheck {
  private static final String CHANNEL = "mp.messaging.incoming.inbox.";

  private final Memberships memberships;
  private final KafkaOutbox outbox;
  private final Unit unit;
  private final UnitSettings settings;
  private final Config config;
  private final Opening opening;

  @Inject
  StartCheck(
      Memberships memberships,
      KafkaOutbox outbox,
      Unit unit,
      UnitSettings settings,
      Config config,
      Opening opening) {
    this.memberships = memberships;
    this.outbox = outbox;
    this.unit = unit;
    this.settings = settings;
    this.config = config;
    this.opening = opening;
  }

  /** After the connector has made its consumers. */
  void atStart(@Observes @Priority(Integer.MAX_VALUE) StartupEvent start) {
    check();
    opening.begin();
  }

  void check() {
    if (memberships.all().isEmpty()) {
      throw new IllegalStateException(
          "NoInbox: channel inbox has no consumer with commit strategy " + Memberships.STRATEGY);
    }
    checkName(settings.instance(), settings.inbox().concurrency());
    Map<String, Object> channel = new HashMap<>();
    for (String name : config.getPropertyNames()) {
      if (name.startsWith(CHANNEL)) {
        config
            .getOptionalValue(name, String.class)
            .ifPresent(value -> channel.put(name.substring(CHANNEL.length()), value));
      }
    }
    for (Membership membership : memberships.all()) {
      KafkaSettings.check(
          Topics.group(unit.module()), channel, membership.configuration(), outbox.configuration());
    }
  }

  /** The broker would fence one of two members with one name, again and again. */
  static void checkName(Optional<String> instance, int consumers) {
    if (instance.isPresent() && consumers > 1) {
      throw new IllegalStateException(
          "mostao.instance is "
              + instance.get()
              + " and mostao.inbox.concurrency is "
              + consumers
              + ": consumers can't share a name; set concurrency to 1, or no name");
    }
  }
}
