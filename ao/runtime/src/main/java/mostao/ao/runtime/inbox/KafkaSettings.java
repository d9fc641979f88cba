package mostao.ao.runtime.inbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mostao.ao.kafka.ClientSettings;

/**
 * The Kafka settings that our promises rest on. The connector's own defaults break them: {@code
 * acks=1} loses Results, {@code auto.offset.reset=latest} skips messages.
 */
final class KafkaSettings {
  private static final Map<String, String> CONSUMER = new LinkedHashMap<>();
  private static final Map<String, String> CHANNEL = new LinkedHashMap<>();
  private static final Map<String, String> PRODUCER = new LinkedHashMap<>();

  static {
    CONSUMER.put("auto.offset.reset", "earliest");
    CONSUMER.put("enable.auto.commit", "false");
    CONSUMER.put("isolation.level", "read_committed");
    CHANNEL.put("batch", "true");
    CHANNEL.put("commit-strategy", Memberships.STRATEGY);
    CHANNEL.put("failure-strategy", "fail");
    PRODUCER.put("acks", "all");
    PRODUCER.put("enable.idempotence", "true");
    // A record given up may be overtaken by the one behind it.
    PRODUCER.put("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
  }

  /** Of a group whose members decide; otherwise the broker does, and nothing stops meanwhile. */
  private static final Map<String, String> CLASSIC =
      Map.of(
          "partition.assignment.strategy",
          "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");

  private KafkaSettings() {}

  /** Thrown at start: the service does not run with settings that could lose or skip messages. */
  static final class Unsafe extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private Unsafe(List<String> wrong) {
      super("UnsafeKafkaSettings: " + String.join("; ", wrong));
    }
  }

  /**
   * Checks effective settings.
   *
   * @param group the consumer group it must be read in
   * @throws Unsafe naming every setting that is not as it must be
   */
  static void check(
      String group, Map<String, ?> channel, Map<String, ?> consumer, Map<String, ?> producer) {
    List<String> wrong = new ArrayList<>();
    compare("mp.messaging.incoming.inbox.", CHANNEL, channel, wrong);
    compare("mp.messaging.incoming.inbox.", CONSUMER, consumer, wrong);
    compare("mp.messaging.incoming.inbox.", Map.of("group.id", group), consumer, wrong);
    if (!ClientSettings.isOfTheBroker(consumer)) {
      compare("mp.messaging.incoming.inbox.", CLASSIC, consumer, wrong);
    }
    compare("the outbox producer's ", PRODUCER, producer, wrong);
    if (!wrong.isEmpty()) {
      throw new Unsafe(wrong);
    }
  }

  private static void compare(
      String where, Map<String, String> required, Map<String, ?> effective, List<String> wrong) {
    required.forEach(
        (name, value) -> {
          Object found = effective.get(name);
          if (found == null || !found.toString().equals(value)) {
            wrong.add(where + name + " is " + found + ", must be " + value);
          }
        });
  }
}
