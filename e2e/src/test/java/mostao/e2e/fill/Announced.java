package mostao.e2e.fill;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.local.meter.LocalSystem;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes records of the directory, as the messenger writes those of processes that others have
 * spawned: they are not signed, the topic's rights say who may write them. Each is one of the
 * bench's first pair with another id and other owners. Used by one thread; blocks.
 */
final class Announced implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaProducer<String, byte[]> producer;
  private final DirectoryRecord handle;
  private final DirectoryRecord session;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private Announced(
      KafkaProducer<String, byte[]> producer, DirectoryRecord handle, DirectoryRecord session) {
    this.producer = producer;
    this.handle = handle;
    this.session = session;
  }

  /** Records like those of the handle and the session that the values name. */
  static Announced like(LocalSystem system, Sql sql) throws IOException, SQLException {
    Map<String, DirectoryRecord> found =
        find(system, List.of(sql.value("like_handle"), sql.value("like_session")));
    return new Announced(
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                system.bootstrapServers(),
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 * 1024),
            new StringSerializer(),
            new ByteArraySerializer()),
        found.get(sql.value("like_handle")),
        found.get(sql.value("like_session")));
  }

  private static Map<String, DirectoryRecord> find(LocalSystem system, List<String> wanted)
      throws IOException {
    Map<String, DirectoryRecord> found = new HashMap<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                system.bootstrapServers(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> all = List.of(new TopicPartition(Topics.PROCESSES, 0));
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (found.size() < wanted.size()) {
        if (System.nanoTime() - deadline > 0) {
          throw new IOException("the directory has no records of the bench's first pair");
        }
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(500))) {
          if (wanted.contains(record.key())
              && Wire.decodeDirectory(record.value())
                  instanceof Decoded.Ok<DirectoryRecord> decoded) {
            found.put(record.key(), decoded.value());
          }
        }
      }
    }
    return found;
  }

  /** Returns when the broker has all of them. */
  void flush() throws IOException {
    producer.flush();
    if (failure.get() != null) {
      throw new IOException("the directory takes no record", failure.get());
    }
  }

  void handle(String process, String owner) {
    send(handle, process, Map.of("Handle-Owner", owner));
  }

  void session(String process, String ownerA, String ownerB) {
    send(session, process, Map.of("Handle-A-Owner", ownerA, "Handle-B-Owner", ownerB));
  }

  /**
   * Invented handles and sessions in turn.
   *
   * @param handles that there are, since sessions are of these
   */
  void filled(long first, long last, long handles) throws IOException {
    for (long i = first; i <= last; i++) {
      long number = (i + 1) / 2;
      if (i % 2 == 1) {
        handle(MadeUp.id("handle", number), MadeUp.owner(number));
      } else {
        session(
            MadeUp.id("session", number),
            MadeUp.owner(MadeUp.party(number, handles, true)),
            MadeUp.owner(MadeUp.party(number, handles, false)));
      }
    }
    flush();
  }

  private void send(DirectoryRecord like, String process, Map<String, String> owners) {
    List<Tag> tags =
        like.tags().list().stream()
            .map(tag -> new Tag(tag.name(), owners.getOrDefault(tag.name(), tag.value())))
            .toList();
    DirectoryRecord record =
        new DirectoryRecord(process, like.module(), like.moduleId(), like.owner(), new Tags(tags));
    producer.send(
        new ProducerRecord<>(Topics.PROCESSES, process, Wire.encode(record)),
        (sent, failed) -> {
          if (failed != null) {
            failure.set(failed);
          }
        });
  }

  @Override
  public void close() {
    producer.close(PATIENCE);
  }
}
