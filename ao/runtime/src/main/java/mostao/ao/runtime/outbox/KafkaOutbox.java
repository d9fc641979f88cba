package mostao.ao.runtime.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import mostao.ao.runtime.unit.UnitSettings;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Outbox;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Headers;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Publishes with one idempotent producer. No transaction: a record published twice is recognised by
 * its ids. Thread-safe.
 */
@Singleton
public class KafkaOutbox implements Outbox {
  private static final Logger LOG = Logger.getLogger("mostao.outbox");
  private static final int LONGEST_DETAIL = 1_000;
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final String results;
  private final String deadLetters;
  private final Map<String, Object> configuration;
  private final Producer<String, byte[]> producer;
  private final MeterRegistry meters;

  @Inject
  KafkaOutbox(
      UnitSettings settings,
      @Identifier("default-kafka-broker") Map<String, Object> broker,
      MeterRegistry meters) {
    this.results = Topics.outbox(settings.module());
    this.deadLetters = Topics.deadLetters(settings.module());
    this.configuration = configuration(settings, broker);
    this.producer = new KafkaProducer<>(configuration);
    this.meters = meters;
  }

  /** The deployment's {@code kafka.*} settings (servers, security) under those we insist on. */
  private static Map<String, Object> configuration(
      UnitSettings settings, Map<String, Object> broker) {
    Map<String, Object> all = new HashMap<>();
    broker.forEach(
        (name, value) -> {
          if (ProducerConfig.configNames().contains(name)) {
            all.put(name, value);
          }
        });
    int delivery = Math.toIntExact(settings.outbox().deliveryTimeout().toMillis());
    all.put(ProducerConfig.CLIENT_ID_CONFIG, "ao-" + settings.module() + "-outbox");
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    all.put(ProducerConfig.LINGER_MS_CONFIG, "0");
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(256 * 1024));
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(delivery));
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(Math.max(1, delivery / 2)));
    all.put(
        ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(settings.outbox().maxBlock().toMillis()));
    all.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        Integer.toString(Topics.MAX_DEAD_LETTER_BYTES + 64 * 1024));
    return all;
  }

  /** The effective settings of the producer. */
  public Map<String, Object> configuration() {
    return Map.copyOf(configuration);
  }

  @Override
  public void publish(List<OutboxRecord> outcomes, List<DeadLetter> letters) {
    List<Future<RecordMetadata>> sent = new ArrayList<>(outcomes.size() + letters.size());
    try {
      for (OutboxRecord outcome : outcomes) {
        sent.add(producer.send(record(outcome)));
      }
      for (DeadLetter letter : letters) {
        sent.add(producer.send(record(letter)));
      }
      for (Future<RecordMetadata> record : sent) {
        record.get();
      }
    } catch (ExecutionException failed) {
      throw new BrokenDependency("the broker did not acknowledge a record", failed.getCause());
    } catch (KafkaException | IllegalStateException failed) {
      throw new BrokenDependency("the producer did not take a record", failed);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      throw new BrokenDependency("interrupted while publishing", hurry);
    }
    letters.forEach(this::report);
  }

  private ProducerRecord<String, byte[]> record(OutboxRecord outcome) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(results, outcome.process(), Wire.encode(outcome));
    Headers.of(outcome).forEach(record.headers()::add);
    return record;
  }

  private ProducerRecord<String, byte[]> record(DeadLetter letter) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(deadLetters, letter.key(), letter.value());
    Headers.of(shortened(letter)).forEach(record.headers()::add);
    return record;
  }

  /** The detail quotes what somebody wrote, which may be as long as a record: it must fit twice. */
  private static DeadLetter shortened(DeadLetter letter) {
    Decoded.Fault fault = letter.fault();
    if (fault.detail().length() <= LONGEST_DETAIL) {
      return letter;
    }
    return new DeadLetter(
        letter.topic(),
        letter.partition(),
        letter.offset(),
        letter.key(),
        letter.value(),
        new Decoded.Fault(fault.name(), fault.detail().substring(0, LONGEST_DETAIL) + "…"));
  }

  private void report(DeadLetter letter) {
    meters.counter("mostao.dead.letters", "reason", letter.fault().name()).increment();
    LOG.warnf(
        "The record at %s-%d offset %d is no message (%s): kept on %s",
        letter.topic(), letter.partition(), letter.offset(), letter.fault().name(), deadLetters);
  }

  @PreDestroy
  void close() {
    producer.close(CLOSE);
  }
}
