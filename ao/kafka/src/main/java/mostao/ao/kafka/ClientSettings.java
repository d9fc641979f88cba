package mostao.ao.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The settings of Kafka clients that a deployment's guarantees rest on, in one place. Each method
 * takes the deployment's own settings (bootstrap servers, security) and puts ours on top.
 */
public final class ClientSettings {
  /** Attempts to reach a broker that went away are at most this far apart, in milliseconds. */
  private static final int RECONNECT_BACKOFF_MAX_MS = 500;

  /** Of one partition in a request: it bounds how fast a single partition can be written to. */
  private static final int BATCH_BYTES = 128 * 1024;

  /** How long a record waits for others if nobody flushes. */
  private static final int LINGER_MILLIS = 5;

  private ClientSettings() {}

  /**
   * A producer whose records are durable when acknowledged and keep their order.
   *
   * @param client name in the broker's logs and metrics
   * @param maxRequestBytes largest record it may send
   */
  public static Map<String, Object> producer(
      String client, Map<String, Object> kafka, int maxRequestBytes) {
    Map<String, Object> all = common(client, kafka);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    // Records that are handed over together share a request: a request costs the broker as much as
    // several records. Who has no more to hand over flushes, and does not wait for this.
    all.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    // A fetch is bounded in bytes as they are on the topic: a compressed megabyte of one letter
    // would be next to nothing of it, and a megabyte again in the consumer's memory.
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes);
    return all;
  }

  /** A consumer without a group, which keeps its own positions. */
  public static Map<String, Object> reader(String client, Map<String, Object> kafka) {
    Map<String, Object> all = common(client, kafka);
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName());
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A record is handed over when it is there, not when there are many.
    all.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    all.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return all;
  }

  /**
   * The settings of a member of a consumer group, for the protocol that they name: under Kafka's
   * new one (KIP-848) the broker decides about assignment, session and heartbeats, for each group
   * or for all, and a client that is told something about them does not start.
   *
   * @param settings of either protocol
   */
  public static Map<String, Object> groupMember(Map<String, Object> settings) {
    Map<String, Object> all = withoutReporters(settings);
    if (isOfTheBroker(settings)) {
      all.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
      all.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
      all.remove(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
    }
    return all;
  }

  /** Whether a member with these settings leaves the group's protocol to the broker (KIP-848). */
  public static boolean isOfTheBroker(Map<String, ?> settings) {
    Object protocol = settings.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    return protocol != null && GroupProtocol.CONSUMER.name.equalsIgnoreCase(protocol.toString());
  }

  /**
   * A client that asks the broker about topics and groups.
   *
   * @param timeout of one question
   */
  public static Map<String, Object> admin(
      String client, Map<String, Object> kafka, Duration timeout) {
    int timeoutMs = Math.toIntExact(timeout.toMillis());
    Map<String, Object> all = common(client, kafka);
    all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
    all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
    return all;
  }

  private static Map<String, Object> common(String client, Map<String, Object> kafka) {
    Map<String, Object> all = withoutReporters(kafka);
    all.put(CommonClientConfigs.CLIENT_ID_CONFIG, client);
    all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_BACKOFF_MAX_MS);
    return all;
  }

  /**
   * The same with nobody who is told of each of the client's hundreds of metrics, unless the
   * deployment names somebody: Kafka's default registers them with JMX and prepares to push them to
   * the broker, which takes one part in twenty of a start. Programs read a client's metrics
   * themselves.
   */
  private static Map<String, Object> withoutReporters(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putIfAbsent(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
    all.putIfAbsent(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    return all;
  }
}
