package mostao.ao.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.message.Result;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Outbox;
import mostao.ao.turn.Publication;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.OutboxRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaOutboxTest {
  private static final String PROCESS = "p".repeat(43);

  private final List<Broker> producers = new ArrayList<>();

  /** At each flush: the records that its producer had been handed by then. */
  private final List<Integer> flushes = new CopyOnWriteArrayList<>();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final KafkaOutbox outbox =
      new KafkaOutbox(
          "counter",
          Map.of(),
          this::producer,
          flushed -> flushes.add(((Broker) flushed).history().size()),
          Duration.ofMillis(50),
          meters,
          Traces.OFF);

  private Broker producer(Map<String, Object> settings) {
    producers.add(new Broker());
    return producers.get(producers.size() - 1);
  }

  /** Acknowledges when told to; has no room for some records. */
  private static final class Broker extends MockProducer<String, byte[]> {
    private final Set<Integer> noRoom = new HashSet<>();
    private int asked;

    Broker() {
      super(false, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
      return noRoom.contains(asked++)
          ? CompletableFuture.failedFuture(new TimeoutException("no room"))
          : super.send(record);
    }

    void acknowledge(int records) {
      for (int i = 0; i < records; i++) {
        assertThat(completeNext()).isTrue();
      }
    }

    List<String> nonces() {
      return history().stream().map(KafkaOutboxTest::nonce).toList();
    }
  }

  private static String nonce(ProducerRecord<String, byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8)
        .replaceAll(".*\"Nonce\":([0-9]+).*", "$1");
  }

  private static OutboxRecord outcome(long nonce) {
    return new OutboxRecord(
        PROCESS, "module", "m" + nonce, "Add", nonce, 1, "m" + nonce, 0, Result.nothing());
  }

  private static List<OutboxRecord> outcomes(long... nonces) {
    List<OutboxRecord> outcomes = new ArrayList<>();
    for (long nonce : nonces) {
      outcomes.add(outcome(nonce));
    }
    return outcomes;
  }

  private void publish(long... nonces) {
    outbox.publish(outcomes(nonces).stream().map(Publication::of).toList(), List.of());
  }

  private void assertWaits(long... nonces) {
    assertThatThrownBy(() -> publish(nonces)).isInstanceOf(BrokenDependency.class);
  }

  private Broker first() {
    return producers.get(0);
  }

  @Test
  void a_slow_record_is_waited_for_again_and_not_sent_again() {
    assertWaits(0, 1, 2);
    // The batch is tried in smaller pieces.
    assertWaits(0);
    first().acknowledge(3);
    publish(0);
    publish(1, 2);
    assertThat(first().nonces()).containsExactly("0", "1", "2");
  }

  @Test
  void the_records_of_a_batch_leave_together_when_the_last_was_handed_over() {
    assertWaits(0, 1, 2);
    await().untilAsserted(() -> assertThat(flushes).containsExactly(3));
    first().acknowledge(3);
    publish(0, 1, 2);
  }

  @Test
  void who_hands_over_waits_when_he_asks_to() {
    Outbox.HandedOver handed = hand(0, 1, 2);
    assertThat(first().nonces()).containsExactly("0", "1", "2");
    await().untilAsserted(() -> assertThat(flushes).containsExactly(3));
    first().acknowledge(3);
    handed.await();
    hand(0);
    assertThat(first().nonces()).as("it was done").containsExactly("0", "1", "2", "0");
  }

  @Test
  void what_was_handed_over_and_not_acknowledged_is_waited_for_again() {
    Outbox.HandedOver handed = hand(0, 1);
    first().acknowledge(1);
    assertThatThrownBy(handed::await)
        .isInstanceOf(BrokenDependency.class)
        .hasMessageContaining("50 ms");
    Outbox.HandedOver again = hand(0, 1);
    first().acknowledge(1);
    again.await();
    assertThat(first().nonces()).containsExactly("0", "1");
  }

  private Outbox.HandedOver hand(long... nonces) {
    return outbox.hand(outcomes(nonces).stream().map(Publication::of).toList(), List.of());
  }

  @Test
  void what_is_published_again_after_it_was_done_is_sent_again() {
    assertWaits(0);
    first().acknowledge(1);
    publish(0);
    assertWaits(0);
    assertThat(first().nonces()).containsExactly("0", "0");
  }

  @Test
  void nothing_overtakes_a_record_that_found_no_room() {
    first().noRoom.add(1);
    assertWaits(0, 1, 2);
    assertThat(first().nonces()).containsExactly("0");
    assertWaits(0, 1, 2);
    first().acknowledge(3);
    publish(0, 1, 2);
    assertThat(first().nonces()).containsExactly("0", "1", "2");
    assertThat(producers).hasSize(1);
  }

  @Test
  void a_failed_producer_is_replaced_and_the_order_is_kept() {
    assertWaits(0, 1, 2);
    first().acknowledge(1);
    first().errorNext(new ClusterAuthorizationException("no idempotent writes"));
    first().errorNext(new ClusterAuthorizationException("no idempotent writes"));
    assertWaits(0, 1, 2);
    assertThat(first().closed()).isTrue();
    assertWaits(0, 1);
    assertThat(producers).hasSize(2);
    producers.get(1).acknowledge(1);
    publish(0, 1);
    assertWaits(2);
    producers.get(1).acknowledge(1);
    publish(2);
    assertThat(producers.get(1).nonces()).containsExactly("1", "2");
    assertThat(producers).hasSize(2);
  }

  @Test
  void a_slow_dead_letter_is_written_once_and_counted_once() {
    DeadLetter letter = letter();
    assertThatThrownBy(() -> outbox.publish(List.of(), List.of(letter)))
        .isInstanceOf(BrokenDependency.class);
    first().acknowledge(1);
    outbox.publish(List.of(), List.of(letter()));
    assertThat(first().history()).hasSize(1);
    assertThat(meters.counter("mostao.dead.letters", "reason", "NotJson").count()).isEqualTo(1);
  }

  private static DeadLetter letter() {
    return new DeadLetter(
        "ao.counter.inbox",
        1,
        7,
        "key",
        "{".getBytes(StandardCharsets.UTF_8),
        new Decoded.Fault(Decoded.Fault.NOT_JSON, "no JSON"));
  }
}
