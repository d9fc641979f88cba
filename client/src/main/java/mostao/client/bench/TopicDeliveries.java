package mostao.client.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.ao.wire.Headers;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the handles' outbox: there a Result is published and durable. One consumer without a group
 * and one thread, and no record is parsed: a header tells the Action, and the item that began the
 * chain stands near the front of the value. That costs the system least: a live stream would have
 * the gateway ask the unit for each Result again.
 */
final class TopicDeliveries implements Deliveries {
  private static final byte[] NOTIFIED = "Notify".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ANSWERED = "SendMessage-Response".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ROOT = "\"Pushed-For\":\"".getBytes(StandardCharsets.UTF_8);

  /** The fields before it are ids, numbers and an Action. */
  private static final int FRONT = 2_048;

  private static final int ID_LENGTH = 43;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CALL = Duration.ofSeconds(30);

  private final Consumer<byte[], byte[]> consumer;
  private final Book book;
  private final long pauseMillis;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile String failure = "";

  /**
   * @param pause between two looks: what a look costs is the broker's, and a moment later is early
   *     enough where a message takes many times as long
   */
  TopicDeliveries(String bootstrapServers, Book book, Duration pause) {
    this(consumer(bootstrapServers), book, pause);
  }

  TopicDeliveries(Consumer<byte[], byte[]> consumer, Book book, Duration pause) {
    this.consumer = consumer;
    this.book = book;
    this.pauseMillis = pause.toMillis();
    try {
      begin();
    } catch (KafkaException unreachable) {
      consumer.close();
      throw unreachable;
    }
    thread = new Thread(this::read, "bench-deliveries");
    thread.setDaemon(true);
    thread.start();
  }

  private static Consumer<byte[], byte[]> consumer(String bootstrapServers) {
    return new KafkaConsumer<>(
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
            Topics.MAX_RECORD_BYTES,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            10_000,
            // The broker's checksums are of the wire, which is this machine's memory.
            ConsumerConfig.CHECK_CRCS_CONFIG,
            false),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private void begin() {
    String topic = Topics.outbox(Topics.HANDLE);
    List<TopicPartition> partitions = new ArrayList<>();
    consumer
        .partitionsFor(topic)
        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // Seeking is lazy; asking where it got to makes this the moment that counts.
    partitions.forEach(consumer::position);
  }

  private void read() {
    try {
      while (!closing.await(pauseMillis, TimeUnit.MILLISECONDS)) {
        var records = consumer.poll(POLL);
        long now = System.nanoTime();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          take(record, now);
        }
      }
    } catch (WakeupException | InterruptedException closed) {
      // There is nobody to tell any more.
    } catch (RuntimeException broken) {
      failure = "the topics can't be read any more: " + broken;
    } finally {
      consumer.close();
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, long now) {
    Header action = record.headers().lastHeader(Headers.ACTION);
    if (action == null || record.value() == null) {
      return;
    }
    if (Arrays.equals(action.value(), NOTIFIED)) {
      book.delivered(root(record.value()), now);
    } else if (Arrays.equals(action.value(), ANSWERED)) {
      book.answered(root(record.value()));
    }
  }

  /** Id of the item that began the chain; empty for what is no Result of ours. */
  static String root(byte[] value) {
    // Within a text of the JSON its quotes would be escaped, so that this is the field.
    int last = Math.min(FRONT, value.length) - ROOT.length - ID_LENGTH;
    for (int at = 0; at <= last; at++) {
      if (Arrays.equals(value, at, at + ROOT.length, ROOT, 0, ROOT.length)) {
        return new String(value, at + ROOT.length, ID_LENGTH, StandardCharsets.US_ASCII);
      }
    }
    return "";
  }

  @Override
  public String seenOn() {
    return "topic";
  }

  @Override
  public boolean seesAnswers() {
    return true;
  }

  @Override
  public String failure() {
    return failure;
  }

  @Override
  public void close() {
    closing.countDown();
    consumer.wakeup();
    try {
      thread.join(CALL.toMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
