package mostao.ao.testkit.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes inbox topics as the gateway does, and as no program should. */
public final class Inboxes implements AutoCloseable {
  private static final int DEADLINE_SECONDS = 60;

  private final Producer<String, byte[]> producer;

  /** On the broker of {@link Infra}. */
  public Inboxes() {
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                Infra.bootstrapServers(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topics.MAX_RECORD_BYTES),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Puts a record on the module's inbox and waits until it is there. */
  public RecordMetadata put(String module, InboxRecord record) {
    return await(send(module, record));
  }

  /** Puts records on the module's inbox, in order, and waits until all are there. */
  public List<RecordMetadata> putAll(String module, List<InboxRecord> records) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(record -> sent.add(send(module, record)));
    return sent.stream().map(Inboxes::await).toList();
  }

  /** Puts any bytes on any topic. */
  public RecordMetadata putRaw(String topic, String key, byte[] value) {
    return await(producer.send(new ProducerRecord<>(topic, key, value)));
  }

  /** Puts any bytes on one partition of any topic. */
  public RecordMetadata putRaw(String topic, int partition, String key, byte[] value) {
    return await(producer.send(new ProducerRecord<>(topic, partition, key, value)));
  }

  private Future<RecordMetadata> send(String module, InboxRecord record) {
    ProducerRecord<String, byte[]> kafka =
        new ProducerRecord<>(Topics.inbox(module), record.target(), Wire.encode(record));
    Headers.of(record).forEach(kafka.headers()::add);
    return producer.send(kafka);
  }

  private static RecordMetadata await(Future<RecordMetadata> sent) {
    try {
      return sent.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the record did not get onto the topic", e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
