package mostao.client.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the records of the handles' and sessions' topics from the moment it is created. It belongs
 * to no group and commits nothing. Not thread-safe; every method may throw {@link KafkaException}.
 */
final class TopicWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final List<String> MODULES = List.of(Topics.HANDLE, Topics.SESSION);

  private final Consumer<byte[], byte[]> consumer;

  TopicWatch(String bootstrapServers) {
    this(
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) CALL.toMillis(),
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                Topics.MAX_RECORD_BYTES),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer()));
  }

  TopicWatch(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
    try {
      begin();
    } catch (KafkaException unreachable) {
      consumer.close();
      throw unreachable;
    }
  }

  private void begin() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String module : MODULES) {
      for (String topic : List.of(Topics.inbox(module), Topics.outbox(module))) {
        consumer
            .partitionsFor(topic)
            .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      }
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // Seeking is lazy; asking where it got to makes this the moment that counts.
    partitions.forEach(consumer::position);
  }

  /** Reads into the way until it has what is wanted, or for so long. */
  void read(MessageTrace way, Predicate<MessageTrace> enough, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!enough.test(way) && System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        seen(record).ifPresent(way::add);
      }
    }
  }

  private static Optional<TracedRecord> seen(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return Optional.empty();
    }
    boolean inbox = MODULES.stream().anyMatch(m -> Topics.inbox(m).equals(record.topic()));
    return inbox
        ? TracedRecord.inbox(
            record.topic(), record.partition(), record.offset(), record.timestamp(), record.value())
        : TracedRecord.outbox(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.value());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
