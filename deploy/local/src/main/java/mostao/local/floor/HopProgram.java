package mostao.local.floor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A service or the messenger, as far as its clients go: one thread that polls, works, has what came
 * of it acknowledged by the broker, and commits offsets a tenth of a second later, with those of
 * the meantime. Its settings are those of the programs.
 */
final class HopProgram implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long LINGER_NANOS = Duration.ofMillis(100).toNanos();
  private static final int BYTES = 2 * 1024 * 1024;

  /** What it does with what it polled. */
  @FunctionalInterface
  interface Work {
    /**
     * @return what is to be published for it
     */
    List<ProducerRecord<byte[], byte[]>> of(List<ConsumerRecord<byte[], byte[]>> polled)
        throws Exception;
  }

  /** How long a batch took: its work, and until what came of it was acknowledged. */
  record Taken(double workMillis, double publicationMillis) {}

  /** Told that a program can't go on. */
  @FunctionalInterface
  interface Failures {
    void failed(Exception why);
  }

  private final Work work;
  private final Failures failures;
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final Thread thread;
  private final Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
  private long dueSince;
  private final List<Taken> taken = new ArrayList<>();
  private volatile boolean closing;

  /**
   * @param name of its threads, its clients and its group
   */
  HopProgram(
      String bootstrapServers, String name, List<String> topics, Work work, Failures failures) {
    this.work = work;
    this.failures = failures;
    this.producer = producer(bootstrapServers, name);
    this.consumer = consumer(bootstrapServers, name);
    consumer.subscribe(topics);
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  static Producer<byte[], byte[]> producer(String bootstrapServers, String name) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.CLIENT_ID_CONFIG,
            name,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            1,
            ProducerConfig.BATCH_SIZE_CONFIG,
            BYTES / 16,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "none"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static Consumer<byte[], byte[]> consumer(String bootstrapServers, String name) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, name);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BYTES);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, BYTES);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 12_000);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 500);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The batches since this was asked last. */
  List<Taken> taken() {
    synchronized (taken) {
      List<Taken> all = List.copyOf(taken);
      taken.clear();
      return all;
    }
  }

  private void run() {
    try (consumer;
        producer) {
      while (!closing) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        if (!polled.isEmpty()) {
          take(polled);
        }
        if (!due.isEmpty() && System.nanoTime() - dueSince > LINGER_NANOS) {
          consumer.commitAsync(Map.copyOf(due), null);
          due.clear();
        }
      }
    } catch (Exception failed) {
      failures.failed(failed);
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> polled) throws Exception {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(polled.count());
    polled.forEach(records::add);
    long begin = System.nanoTime();
    List<ProducerRecord<byte[], byte[]>> results = work.of(records);
    long worked = System.nanoTime();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : results) {
      sent.add(producer.send(record));
    }
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
    synchronized (taken) {
      taken.add(new Taken((worked - begin) / 1e6, (System.nanoTime() - worked) / 1e6));
    }
    if (due.isEmpty()) {
      dueSince = System.nanoTime();
    }
    due.putAll(polled.nextOffsets());
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
