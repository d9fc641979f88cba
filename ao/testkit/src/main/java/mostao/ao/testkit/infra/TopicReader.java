package mostao.ao.testkit.infra;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning and waits, with a deadline, for what must come. */
public final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final KafkaConsumer<String, byte[]> consumer;
  private final List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();
  private final String topic;

  private TopicReader(String topic) {
    this.topic = topic;
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, Infra.bootstrapServers());
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Closing waits for the fetch that is under way, and at a topic's end that is the broker's
    // wait.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    Collection<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  public static TopicReader of(String topic) {
    return new TopicReader(topic);
  }

  public static TopicReader ofOutbox(String module) {
    return new TopicReader(Topics.outbox(module));
  }

  public static TopicReader ofDeadLetters(String module) {
    return new TopicReader(Topics.deadLetters(module));
  }

  /**
   * Reads on until there are so many records that match, and returns all that were read and match.
   */
  public List<ConsumerRecord<String, byte[]>> await(
      int count, Predicate<ConsumerRecord<String, byte[]>> matches) {
    return await(count, matches, DEADLINE);
  }

  /** The same with a deadline of its own. */
  public List<ConsumerRecord<String, byte[]>> await(
      int count, Predicate<ConsumerRecord<String, byte[]>> matches, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      List<ConsumerRecord<String, byte[]>> found = read.stream().filter(matches).toList();
      if (found.size() >= count) {
        return found;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(
            String.format(
                Locale.ROOT,
                "only %d of %d records on %s after %d s",
                found.size(),
                count,
                topic,
                deadline.toSeconds()));
      }
      poll(POLL);
    }
  }

  /** Everything that is on the topic by now. */
  public List<ConsumerRecord<String, byte[]>> toEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    long limit = System.nanoTime() + DEADLINE.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() > limit) {
        throw new AssertionError("the end of " + topic + " was not reached");
      }
      poll(POLL);
    }
    return List.copyOf(read);
  }

  private void poll(Duration patience) {
    consumer.poll(patience).forEach(read::add);
  }

  /** Waits for the Result of a message. */
  public OutboxRecord awaitResult(String process, String message) {
    return outcome(await(1, record -> isResult(record, process, message)).get(0));
  }

  /** Waits for so many Results of a process and returns them in order. */
  public List<OutboxRecord> awaitResults(String process, int count) {
    return await(count, record -> process.equals(record.key())).stream()
        .map(TopicReader::outcome)
        .toList();
  }

  /** Results of a process that are on the topic by now, in order. */
  public List<OutboxRecord> results(String process) {
    return toEnd().stream()
        .filter(record -> process.equals(record.key()))
        .map(TopicReader::outcome)
        .toList();
  }

  private static boolean isResult(
      ConsumerRecord<String, byte[]> record, String process, String message) {
    return process.equals(record.key()) && outcome(record).message().equals(message);
  }

  /** The outbox record a Kafka record holds. */
  public static OutboxRecord outcome(ConsumerRecord<String, byte[]> record) {
    Decoded<OutboxRecord> decoded = Wire.decodeOutbox(record.value());
    if (decoded instanceof Decoded.Ok<OutboxRecord> ok) {
      return ok.value();
    }
    throw new AssertionError("no outbox record: " + decoded);
  }

  /** The text of a header. */
  public static Optional<String> header(ConsumerRecord<String, byte[]> record, String name) {
    return Optional.ofNullable(record.headers().lastHeader(name))
        .map(header -> new String(header.value(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
