package mostao.local.dlq;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mostao.ao.wire.Headers;
import mostao.ao.wire.Topics;
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

/** The dead letters of a deployment. Blocks; used by one thread. */
public final class DeadLetterQueue {
  /** On the note that a letter was redriven: the letter's offset. */
  static final String REDRIVEN = "ao-redriven";

  /** On a record that was redriven: the letter it was. */
  static final String REDRIVEN_FROM = "ao-redriven-from";

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final String bootstrapServers;

  public DeadLetterQueue(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * The letters of a module, oldest first.
   *
   * @throws IllegalStateException when the broker does not answer within 20 s
   */
  public List<DlqRecord> of(String module) {
    TopicPartition only = new TopicPartition(Topics.deadLetters(module), 0);
    Map<Long, DlqRecord> letters = new TreeMap<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                // Closing waits for the fetch that is under way, and at a topic's end the broker.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                10),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(only));
      consumer.seekToBeginning(List.of(only));
      long end = consumer.endOffsets(List.of(only), ANSWER).get(only);
      long deadline = System.nanoTime() + ANSWER.toNanos();
      while (consumer.position(only, ANSWER) < end) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          add(letters, module, record);
          deadline = System.nanoTime() + ANSWER.toNanos();
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              only + " gives no records for " + ANSWER.toSeconds() + " s");
        }
      }
    }
    return List.copyOf(letters.values());
  }

  private static void add(
      Map<Long, DlqRecord> letters, String module, ConsumerRecord<String, byte[]> record) {
    Optional<Long> redriven =
        DlqRecord.header(record, REDRIVEN)
            .filter(t -> t.matches("[0-9]{1,18}"))
            .map(Long::parseLong);
    if (redriven.isPresent()) {
      letters.computeIfPresent(redriven.get(), (offset, letter) -> letter.asRedriven());
    } else {
      letters.put(record.offset(), DlqRecord.of(module, record));
    }
  }

  /**
   * Sends records back to where they stood, in this order, each with a note behind its letter.
   * Doing it again has no second effect on a message: its id is known. A record that still can't be
   * taken comes back as a new letter.
   *
   * @throws IllegalArgumentException for a letter that does not say where it stood
   */
  public void redrive(List<DlqRecord> letters) throws InterruptedException {
    for (DlqRecord letter : letters) {
      if (!Topics.MODULES.contains(letter.module())
          || !List.of(Topics.inbox(letter.module()), Topics.outbox(letter.module()))
              .contains(letter.topic())) {
        throw new IllegalArgumentException(
            letter.name()
                + " says it stood in '"
                + letter.topic()
                + "', which is not a topic of this system");
      }
    }
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topics.MAX_DEAD_LETTER_BYTES + 64 * 1024),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (DlqRecord letter : letters) {
        send(producer, back(letter));
        send(producer, note(letter));
      }
    }
  }

  private static ProducerRecord<String, byte[]> back(DlqRecord letter) {
    // A key decides the partition, which may be what was wrong.
    Integer partition = letter.key().isPresent() ? null : Integer.valueOf(letter.partition());
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(letter.topic(), partition, letter.key().orElse(null), letter.value());
    record.headers().add(REDRIVEN_FROM, Headers.bytes(letter.name()));
    return record;
  }

  private static ProducerRecord<String, byte[]> note(DlqRecord letter) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topics.deadLetters(letter.module()), 0, null, new byte[0]);
    record.headers().add(REDRIVEN, Long.toString(letter.offset()).getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private static void send(
      KafkaProducer<String, byte[]> producer, ProducerRecord<String, byte[]> record)
      throws InterruptedException {
    try {
      producer.send(record).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(record.topic() + " did not take a record: " + e, e);
    }
  }
}
