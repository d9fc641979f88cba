package mostao.local.floor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The eight records of a message, written with {@code acks=all} by an idempotent producer and read
 * once, on a topic with as many partitions as the handles'.
 */
final class RecordsPart implements Part {
  private static final String TOPIC = "bench.floor";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<Chain> chains;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;

  RecordsPart(List<Chain> chains, String bootstrapServers) {
    this.chains = chains;
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "none"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  @Override
  public void begin() throws IOException, InterruptedException {
    try {
      topic();
    } catch (ExecutionException failed) {
      throw new IOException("topic " + TOPIC + " can't be made", failed);
    }
  }

  private void topic() throws ExecutionException, InterruptedException {
    int partitions = Topics.definition(Topics.inbox(Topics.HANDLE)).partitions();
    if (admin.listTopics().names().get().contains(TOPIC)) {
      admin.deleteTopics(List.of(TOPIC)).all().get();
    }
    admin
        .createTopics(List.of(new NewTopic(TOPIC, Optional.of(partitions), Optional.empty())))
        .all()
        .get();
    List<TopicPartition> all = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      all.add(new TopicPartition(TOPIC, partition));
    }
    // A broker refuses the first records of a partition that is not quite there yet, and may take
    // those behind them, after which it takes no repetition of the first.
    for (TopicPartition partition : all) {
      producer.send(new ProducerRecord<>(TOPIC, partition.partition(), null, new byte[0])).get();
    }
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(consumer::position);
  }

  @Override
  public String name() {
    return "records";
  }

  @Override
  public int some() throws IOException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Chain chain : chains) {
      for (Chain.Row row : chain.records()) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, row.key(), row.value());
        row.headers().forEach((name, value) -> record.headers().add(name, value));
        sent.add(producer.send(record));
      }
    }
    try {
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException refused) {
      throw new IOException("the broker does not take a record", refused);
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int missing = sent.size(); missing > 0; ) {
      missing -= consumer.poll(POLL).count();
      if (System.nanoTime() > deadline) {
        throw new IOException(missing + " records can't be read back");
      }
    }
    return chains.size();
  }

  @Override
  public void close() throws IOException {
    try (admin;
        producer;
        consumer) {
      admin.deleteTopics(List.of(TOPIC)).all().get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
        return;
      }
      throw new IOException("topic " + TOPIC + " can't be removed", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
