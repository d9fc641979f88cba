package mostao.gateway.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.Refused;
import mostao.gateway.answer.Unavailable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/** Writes inboxes, the directory and dead letters. Thread-safe. */
public final class Inbox implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Inbox.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final Producer<String, byte[]> producer;
  private volatile boolean away;

  Inbox(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /** Gives a record up when the broker has not acknowledged in time. */
  public static Inbox prompt(Map<String, Object> kafka, InboxSettings settings) {
    Map<String, Object> own = common("gateway-intake", kafka, settings);
    int timeout = Math.toIntExact(settings.deliveryTimeout().toMillis());
    own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
    own.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, timeout * 3 / 5));
    return new Inbox(new KafkaProducer<>(own));
  }

  /** Never gives up a record it took. */
  public static Inbox patient(Map<String, Object> kafka, InboxSettings settings) {
    Map<String, Object> own = common("gateway-messenger", kafka, settings);
    own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    own.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    return new Inbox(new KafkaProducer<>(own));
  }

  private static Map<String, Object> common(
      String client, Map<String, Object> kafka, InboxSettings settings) {
    Map<String, Object> own = new HashMap<>(kafka);
    own.put(ProducerConfig.CLIENT_ID_CONFIG, client);
    own.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
    own.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    own.put(ProducerConfig.ACKS_CONFIG, "all");
    own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    own.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    own.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
    // A record leaves when it is there; records that come meanwhile share the next request.
    own.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // A fetch is bounded in bytes as they are on the topic: a compressed megabyte of one letter
    // would be next to nothing of it, and a megabyte again in the consumer's memory.
    own.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    own.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, settings.blockTimeout().toMillis());
    own.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.bufferBytes());
    own.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_DEAD_LETTER_BYTES + 64 * 1024);
    own.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    return own;
  }

  /**
   * Hands a record over; may block for {@code mostao.inbox.block-timeout}, so not for event loops.
   *
   * @return done when the broker acknowledged, on the producer's thread; fails with {@link
   *     Unavailable} when it did not
   */
  public CompletionStage<Void> deliver(Parcel parcel) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(parcel.topic(), null, parcel.key(), parcel.value());
    parcel.headers().forEach((name, value) -> record.headers().add(name, value));
    try {
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure == null) {
              say(false, "");
              acknowledged.complete(null);
            } else {
              acknowledged.completeExceptionally(unavailable(failure));
            }
          });
    } catch (KafkaException failure) {
      acknowledged.completeExceptionally(unavailable(failure));
    }
    return acknowledged;
  }

  /**
   * Hands records over in order and stops at the first that isn't taken, so that none overtakes
   * another.
   *
   * @return done when all are acknowledged, on the producer's thread; fails with {@link
   *     Unavailable} when one is not
   */
  public CompletionStage<Void> deliver(List<Parcel> parcels) {
    List<CompletableFuture<Void>> acknowledged = new ArrayList<>(parcels.size());
    for (Parcel parcel : parcels) {
      CompletableFuture<Void> one = deliver(parcel).toCompletableFuture();
      acknowledged.add(one);
      if (one.isCompletedExceptionally()) {
        break;
      }
    }
    return CompletableFuture.allOf(acknowledged.toArray(CompletableFuture[]::new));
  }

  private Unavailable unavailable(Exception failure) {
    say(true, failure.toString());
    return new Unavailable(Refused.brokerUnavailable(), failure);
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
    producer.close(CLOSE_PATIENCE);
  }
}
