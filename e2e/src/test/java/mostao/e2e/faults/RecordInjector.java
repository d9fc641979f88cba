package mostao.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import mostao.ao.message.Tags;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * An attacker who may write to every topic: records that pass by are written again unchanged, under
 * other keys, to other partitions and topics, changed, torn. Used by one thread.
 */
final class RecordInjector implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Random random;
  private final KafkaConsumer<String, byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
  private int letters;

  RecordInjector(long seed) {
    this.random = new Random(seed);
    String servers = FaultSystem.stack().broker().bootstrapServers();
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "enable.auto.commit", false),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** The number of injected records that are not messages at their position. */
  int letters() {
    return letters;
  }

  /** Takes so many records as they pass by on inboxes, and writes something of each. */
  void onInboxes(int records) throws Exception {
    for (ConsumerRecord<String, byte[]> record : passing(records, this::isPush, "inbox")) {
      inbox(record, decoded(record).orElseThrow());
    }
    flush();
  }

  /** The same on outboxes. */
  void onOutboxes(int records) throws Exception {
    for (ConsumerRecord<String, byte[]> record : passing(records, any -> true, "outbox")) {
      outbox(record);
    }
    flush();
  }

  private void inbox(ConsumerRecord<String, byte[]> record, InboxRecord item) {
    int partition = record.partition();
    switch (random.nextInt(12)) {
      case 0, 1 -> again(record);
      case 2 -> letter(record.topic(), partition, "someone", record.value());
      case 3 -> letter(record.topic(), partition, null, record.value());
      case 4 -> letter(record.topic(), other(record), record.key(), record.value());
      case 5 -> letter(elsewhere(record.topic()), partition, record.key(), record.value());
      case 6 -> letter(record.topic(), partition, record.key(), garbage());
      case 7 -> letter(record.topic(), partition, record.key(), torn(record.value()));
      case 8 -> letter(record.topic(), partition, record.key(), null);
      case 9 -> letter(record.topic(), partition, record.key(), said(item, item.from(), "forged"));
      case 10 -> letter(record.topic(), partition, record.key(), said(item, item.target(), null));
      default -> letter(record.topic(), partition, record.key(), tagged(item));
    }
  }

  private void outbox(ConsumerRecord<String, byte[]> record) {
    int partition = record.partition();
    switch (random.nextInt(8)) {
      case 0, 1 -> again(record);
      case 2 -> letter(record.topic(), partition, "someone", record.value());
      case 3 -> letter(record.topic(), partition, null, record.value());
      case 4 -> letter(elsewhere(record.topic()), partition, record.key(), record.value());
      case 5 -> letter(record.topic(), partition, record.key(), garbage());
      case 6 -> letter(record.topic(), partition, record.key(), torn(record.value()));
      default -> letter(record.topic(), partition, record.key(), null);
    }
  }

  /** Bit for bit. */
  private void again(ConsumerRecord<String, byte[]> record) {
    sent.add(
        producer.send(
            new ProducerRecord<>(
                record.topic(),
                record.partition(),
                record.key(),
                record.value(),
                record.headers())));
  }

  private void letter(String topic, int partition, String key, byte[] value) {
    letters++;
    sent.add(producer.send(new ProducerRecord<>(topic, partition, key, value)));
  }

  private static int other(ConsumerRecord<String, byte[]> record) {
    return (record.partition() + 1) % Topics.definition(record.topic()).partitions();
  }

  /** The same kind of topic of the other module with as many partitions. */
  private static String elsewhere(String topic) {
    return topic.contains(Topics.SESSION)
        ? topic.replace(Topics.SESSION, Topics.HANDLE)
        : topic.replace(Topics.HANDLE, Topics.SESSION);
  }

  private byte[] garbage() {
    byte[] bytes = new byte[1 + random.nextInt(2_000)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] torn(byte[] value) {
    return Arrays.copyOf(value, 1 + random.nextInt(value.length - 1));
  }

  /** The item under its own signature, with other data or another sender. */
  private static byte[] said(InboxRecord item, String from, String data) {
    return Wire.encode(
        new InboxRecord(
            item.id(),
            item.owner(),
            item.ownerKey(),
            item.signatureType(),
            item.signature(),
            from,
            item.target(),
            item.anchor(),
            item.tags(),
            data == null ? item.data() : ItemData.of(data)));
  }

  private static byte[] tagged(InboxRecord item) {
    Tags tags = item.tags().and("Action", "SendMessage");
    return Wire.encode(
        new InboxRecord(
            item.id(),
            item.owner(),
            item.ownerKey(),
            item.signatureType(),
            item.signature(),
            item.from(),
            item.target(),
            item.anchor(),
            tags,
            item.data()));
  }

  private interface Choice {
    boolean takes(ConsumerRecord<String, byte[]> record);
  }

  /** A birth copied to another inbox would be born there as well; who writes it is not asked. */
  private boolean isPush(ConsumerRecord<String, byte[]> record) {
    return decoded(record).filter(item -> !item.from().equals(item.owner())).isPresent();
  }

  private static Optional<InboxRecord> decoded(ConsumerRecord<String, byte[]> record) {
    return Wire.decodeInbox(record.value()) instanceof Decoded.Ok<InboxRecord> ok
        ? Optional.of(ok.value())
        : Optional.empty();
  }

  private List<ConsumerRecord<String, byte[]>> passing(int records, Choice choice, String kind) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String module : List.of(Topics.HANDLE, Topics.SESSION)) {
      consumer
          .partitionsFor(kind.equals("inbox") ? Topics.inbox(module) : Topics.outbox(module))
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    List<ConsumerRecord<String, byte[]>> taken = new ArrayList<>();
    Waiting.until(
        PATIENCE,
        records + " records pass by",
        () -> {
          consumer
              .poll(Duration.ofMillis(200))
              .forEach(
                  record -> {
                    if (taken.size() < records && choice.takes(record)) {
                      taken.add(record);
                    }
                  });
          return taken.size() < records ? taken.size() + " did" : null;
        });
    return taken;
  }

  private void flush() throws Exception {
    producer.flush();
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
    sent.clear();
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
  }
}
