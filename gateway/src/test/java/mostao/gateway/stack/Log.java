package mostao.gateway.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The broker's topics, read and written as a test wants. */
public final class Log implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final String servers;
  private final KafkaProducer<String, byte[]> producer;

  public Log(String servers) {
    this.servers = servers;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", 0),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  public void write(String topic, String key, byte[] value, Map<String, byte[]> headers) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
    headers.forEach((name, text) -> record.headers().add(name, text));
    try {
      producer.send(record).get(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything on a topic up to its end now, in partition order. */
  public List<ConsumerRecord<String, byte[]>> all(String topic) {
    return read(topic, found -> false, true);
  }

  /** The records of a topic, as soon as one of them is as wanted. */
  public List<ConsumerRecord<String, byte[]>> await(
      String topic, Predicate<List<ConsumerRecord<String, byte[]>>> wanted) {
    return read(topic, wanted, false);
  }

  private List<ConsumerRecord<String, byte[]>> read(
      String topic, Predicate<List<ConsumerRecord<String, byte[]>>> wanted, boolean toEnd) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", servers);
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", false);
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + DEADLINE.toNanos();
      while (System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(50)).forEach(found::add);
        boolean atEnd =
            partitions.stream().allMatch(p -> consumer.position(p) >= ends.getOrDefault(p, 0L));
        if (toEnd ? atEnd : wanted.test(found)) {
          return found;
        }
      }
    }
    throw new AssertionError("not on " + topic + " in time; there are " + found);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
