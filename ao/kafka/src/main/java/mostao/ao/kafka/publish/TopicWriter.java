package mostao.ao.kafka.publish;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.ao.kafka.BrokerUnavailable;
import mostao.ao.kafka.ClientSettings;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Writes inboxes, the directory and dead letters. Thread-safe. */
public final class TopicWriter implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TopicWriter.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final Producer<String, byte[]> producer;
  private final Optional<Gathering<Departure>> gathering;
  private final Optional<Flusher> flusher;
  private volatile boolean away;

  /** Records that leave in their order, each with what is done when it was acknowledged. */
  private record Departure(List<TopicRecord> records, List<CompletableFuture<Void>> acknowledged) {}

  /**
   * @param producer durable when it acknowledges, see {@link ClientSettings#producer}, but not
   *     lingering: nobody flushes it
   */
  public TopicWriter(Producer<String, byte[]> producer) {
    this(producer, "", Duration.ZERO, Optional.empty());
  }

  /**
   * @param gather as of {@link #bounded}
   * @param flusher of the producer, if that lingers
   */
  TopicWriter(
      Producer<String, byte[]> producer,
      String client,
      Duration gather,
      Optional<Flusher> flusher) {
    if (gather.isNegative() || gather.compareTo(Gathering.LONGEST) > 0) {
      throw new IllegalArgumentException(
          "mostao.writer.gather is "
              + gather
              + ": set it to 0s, so that nothing waits, or to at most "
              + Gathering.LONGEST);
    }
    this.producer = producer;
    this.flusher = flusher;
    this.gathering =
        gather.isZero()
            ? Optional.empty()
            : Optional.of(
                new Gathering<>(client + "-gather", gather, this::leave, System::nanoTime));
  }

  /**
   * A writer for callers that wait: it gives a record up when the broker has not acknowledged in
   * time, and the caller may write the same record again.
   *
   * @param client name in the broker's logs and metrics
   * @param kafka client settings, as bootstrap servers and security
   * @param gather how long records that come soon after others wait to go together, at most a
   *     second; 0: not at all
   */
  public static TopicWriter bounded(
      String client, Map<String, Object> kafka, WriterSettings settings, Duration gather) {
    Map<String, Object> own = common(client, kafka, settings);
    int timeout = Math.toIntExact(settings.deliveryTimeout().toMillis());
    own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
    own.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, timeout * 3 / 5));
    return lingering(new KafkaProducer<>(own), client, gather);
  }

  /**
   * A writer that never gives up a record it took: if it did, a later record could overtake it, and
   * the order from one process to another would be lost. Parameters as in {@link #bounded}.
   */
  public static TopicWriter unbounded(
      String client, Map<String, Object> kafka, WriterSettings settings) {
    Map<String, Object> own = common(client, kafka, settings);
    own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    own.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    return lingering(new KafkaProducer<>(own), client, Duration.ZERO);
  }

  private static TopicWriter lingering(
      Producer<String, byte[]> producer, String client, Duration gather) {
    Flusher flusher = new Flusher(client + "-flush", producer::flush);
    return new TopicWriter(producer, client, gather, Optional.of(flusher));
  }

  private static Map<String, Object> common(
      String client, Map<String, Object> kafka, WriterSettings settings) {
    Map<String, Object> own =
        ClientSettings.producer(client, kafka, Topics.MAX_DEAD_LETTER_BYTES + 64 * 1024);
    own.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, settings.blockTimeout().toMillis());
    own.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.bufferBytes());
    return own;
  }

  /**
   * Finds the brokers of a topic, as its first record would have to; may block as long.
   *
   * @throws BrokerUnavailable when they were not found
   */
  public void find(String topic) {
    try {
      producer.partitionsFor(topic);
    } catch (KafkaException failure) {
      throw new BrokerUnavailable("the brokers of " + topic + " are not found", failure);
    }
  }

  /**
   * Hands a record over; may block for {@code mostao.writer.block-timeout}, so not for event loops.
   *
   * @return done when the broker acknowledged, on the producer's thread; fails with {@link
   *     BrokerUnavailable} when it did not
   */
  public CompletionStage<Void> deliver(TopicRecord parcel) {
    return deliver(List.of(parcel));
  }

  /**
   * Hands records over in order and stops at the first that isn't taken, so that none overtakes
   * another.
   *
   * @return done when all are acknowledged, on the producer's thread; fails with {@link
   *     BrokerUnavailable} when one is not
   */
  public CompletionStage<Void> deliver(List<TopicRecord> parcels) {
    Departure departure =
        new Departure(
            parcels, parcels.stream().map(parcel -> new CompletableFuture<Void>()).toList());
    if (gathering.isPresent()) {
      gathering.get().add(departure);
    } else {
      leave(List.of(departure));
    }
    return CompletableFuture.allOf(departure.acknowledged.toArray(CompletableFuture[]::new));
  }

  /** Once one was not taken, none behind it is tried: each might block for as long. */
  private void leave(List<Departure> together) {
    Optional<RuntimeException> refused = Optional.empty();
    for (Departure departure : together) {
      refused = leave(departure.records, departure.acknowledged, refused);
    }
    flusher.ifPresent(Flusher::leave);
  }

  /** Why one was not taken, now or before; nothing if all were. */
  private Optional<RuntimeException> leave(
      List<TopicRecord> records,
      List<CompletableFuture<Void>> acknowledged,
      Optional<RuntimeException> before) {
    Optional<RuntimeException> refused = before;
    for (int i = 0; i < records.size(); i++) {
      if (refused.isEmpty()) {
        refused = send(records.get(i), acknowledged.get(i));
      }
      refused.ifPresent(acknowledged.get(i)::completeExceptionally);
    }
    return refused;
  }

  /** Why it was not taken; nothing if it was. */
  private Optional<RuntimeException> send(TopicRecord parcel, CompletableFuture<Void> done) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(parcel.topic(), null, parcel.key(), parcel.value());
    parcel.headers().forEach((name, value) -> record.headers().add(name, value));
    try {
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure == null) {
              say(false, "");
              done.complete(null);
            } else {
              done.completeExceptionally(unavailable(failure));
            }
          });
      return Optional.empty();
    } catch (KafkaException failure) {
      return Optional.of(unavailable(failure));
    } catch (RuntimeException bug) {
      return Optional.of(bug);
    }
  }

  private BrokerUnavailable unavailable(Exception failure) {
    say(true, failure.toString());
    return new BrokerUnavailable("the broker did not acknowledge", failure);
  }

  /** Once per change: the client's own log says the same thing many times a second. */
  private void say(boolean isAway, String why) {
    if (away == isAway) {
      return;
    }
    away = isAway;
    if (isAway) {
      LOG.warnf("The broker does not acknowledge: %s", why);
    } else {
      LOG.info("The broker acknowledges again");
    }
  }

  @Override
  public void close() {
    gathering.ifPresent(Gathering::close);
    producer.close(CLOSE_PATIENCE);
    flusher.ifPresent(Flusher::close);
  }
}
