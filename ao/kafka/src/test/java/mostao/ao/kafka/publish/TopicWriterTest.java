package mostao.ao.kafka.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.ao.kafka.BrokerUnavailable;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TopicWriterTest {
  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
  private final TopicWriter writer = new TopicWriter(producer);

  @Test
  void isDoneOnlyWhenTheBrokerAcknowledged() {
    CompletableFuture<Void> done = writer.deliver(record("k")).toCompletableFuture();
    assertThat(done).isNotDone();
    producer.completeNext();
    assertThat(done).isCompleted();
    assertThat(producer.history().get(0).key()).isEqualTo("k");
    assertThat(producer.history().get(0).headers().lastHeader("h").value()).isEqualTo(new byte[1]);
  }

  @Test
  void aRefusedRecordIsAnUnavailableBroker() {
    CompletableFuture<Void> done = writer.deliver(record("k")).toCompletableFuture();
    producer.errorNext(new TimeoutException("late"));
    assertThatThrownBy(done::join).hasCauseInstanceOf(BrokerUnavailable.class);
  }

  @Test
  void allAreDoneWhenAllAreAcknowledged() {
    CompletableFuture<Void> done =
        writer.deliver(List.of(record("a"), record("b"))).toCompletableFuture();
    producer.completeNext();
    assertThat(done).isNotDone();
    producer.completeNext();
    assertThat(done).isCompleted();
  }

  @Test
  void recordsLeaveTogetherWhenTheLastWasHandedOver() {
    List<Integer> flushes = new CopyOnWriteArrayList<>();
    Flusher flusher = new Flusher("test", () -> flushes.add(producer.history().size()));
    try (TopicWriter lingering =
        new TopicWriter(producer, "test", Duration.ZERO, Optional.of(flusher))) {
      lingering.deliver(List.of(record("a"), record("b"), record("c")));
      await().untilAsserted(() -> assertThat(flushes).containsExactly(3));
    }
  }

  @Test
  void nothingOvertakesARecordThatWasNotTaken() {
    producer.sendException = new TimeoutException("topics are unknown");
    CompletableFuture<Void> done =
        writer.deliver(List.of(record("a"), record("b"))).toCompletableFuture();
    assertThatThrownBy(done::join).hasCauseInstanceOf(BrokerUnavailable.class);
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void whatIsRefusedByABugFailsAsThatBug() {
    producer.close();
    CompletableFuture<Void> done = writer.deliver(record("k")).toCompletableFuture();
    assertThatThrownBy(done::join).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingBehindARecordThatWasNotTakenIsTried() {
    AtomicInteger tried = new AtomicInteger();
    MockProducer<String, byte[]> counted =
        new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()) {
          @Override
          public Future<RecordMetadata> send(
              ProducerRecord<String, byte[]> record, Callback callback) {
            tried.incrementAndGet();
            return super.send(record, callback);
          }
        };
    try (TopicWriter gathering =
        new TopicWriter(counted, "test", Gathering.LONGEST, Optional.empty())) {
      gathering.deliver(record("a"));
      counted.sendException = new TimeoutException("topics are unknown");
      CompletableFuture<Void> b = gathering.deliver(record("b")).toCompletableFuture();
      CompletableFuture<Void> c = gathering.deliver(record("c")).toCompletableFuture();
      assertThatThrownBy(b::join).hasCauseInstanceOf(BrokerUnavailable.class);
      assertThatThrownBy(c::join).hasCauseInstanceOf(BrokerUnavailable.class);
      assertThat(counted.history()).hasSize(1);
      assertThat(tried).hasValue(2);
    }
  }

  @Test
  void aMomentIsBounded() {
    for (Duration wrong : List.of(Duration.ofMillis(-1), Duration.ofMillis(1_001))) {
      assertThatThrownBy(() -> new TopicWriter(producer, "test", wrong, Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("mostao.writer.gather is " + wrong);
    }
  }

  @Test
  void aTopicThatIsNotFoundIsAnUnavailableBroker() {
    writer.find("topic");
    producer.partitionsForException = new TimeoutException("not in metadata");
    assertThatThrownBy(() -> writer.find("topic"))
        .isInstanceOf(BrokerUnavailable.class)
        .hasMessageContaining("topic");
  }

  private static TopicRecord record(String key) {
    return new TopicRecord("topic", key, new byte[] {1}, Map.of("h", new byte[1]));
  }
}
