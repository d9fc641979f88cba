package mostao.messenger.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import mostao.ao.testkit.memory.GroupMember;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxOffsetsTest {
  private static final TopicPartition OUTBOX = new TopicPartition("ao.handle.outbox", 1);

  private final GroupMember client = new GroupMember();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final OutboxOffsets carried =
      new OutboxOffsets(
          action -> CompletableFuture.completedFuture(action.apply(client)),
          Duration.ZERO,
          new OutboxGaps(meters));

  @BeforeEach
  void topic() {
    client.updateBeginningOffsets(Map.of(OUTBOX, 0L));
  }

  private void carried(long next) {
    carried.upTo(Map.of(OUTBOX, next));
  }

  @Test
  void whatIsCarriedIsCommitted() {
    carried.onPartitionsAssigned(client, List.of(OUTBOX));
    carried(3);
    assertThat(client.group()).isEqualTo(Map.of(OUTBOX, 3L));
  }

  @Test
  void aLateBatchOfALostPartitionSetsNothingBack() {
    carried.onPartitionsAssigned(client, List.of(OUTBOX));
    carried.onPartitionsRevoked(client, List.of(OUTBOX));
    client.group().put(OUTBOX, 16L);
    carried(14);
    carried.onPartitionsAssigned(client, List.of(OUTBOX));
    assertThat(client.group()).isEqualTo(Map.of(OUTBOX, 16L));
    carried(17);
    assertThat(client.group()).isEqualTo(Map.of(OUTBOX, 17L));
  }

  @Test
  void whatWasDeletedBeforeItWasCarriedIsCounted() {
    client.updateBeginningOffsets(Map.of(OUTBOX, 16L));
    carried.onPartitionsAssigned(client, List.of(OUTBOX));
    assertThat(meters.counter("mostao.messenger.lost").count()).as("a new group").isZero();
    client.group().put(OUTBOX, 16L);
    carried.onPartitionsAssigned(client, List.of(OUTBOX));
    assertThat(meters.counter("mostao.messenger.lost").count()).isZero();
    client.group().put(OUTBOX, 12L);
    carried.onPartitionsAssigned(client, List.of(OUTBOX));
    assertThat(meters.counter("mostao.messenger.lost").count()).isEqualTo(4);
    carried(17);
    assertThat(client.group()).isEqualTo(Map.of(OUTBOX, 17L));
  }

  @Test
  void theBrokerIsAskedOnceWhatIsCommitted() {
    client.group().put(OUTBOX, 12L);
    carried.onPartitionsAssigned(client, List.of(OUTBOX));
    carried(17);
    assertThat(client.asked()).isOne();
  }

  @Test
  void whatWasDeletedIsAlsoCountedWhenTheBrokerAnswersLater() {
    client.updateBeginningOffsets(Map.of(OUTBOX, 16L));
    client.group().put(OUTBOX, 12L);
    client.away(1);
    carried.onPartitionsAssigned(client, List.of(OUTBOX));
    assertThat(client.asked()).isEqualTo(2);
    assertThat(meters.counter("mostao.messenger.lost").count()).isEqualTo(4);
    carried(17);
    assertThat(client.group()).isEqualTo(Map.of(OUTBOX, 17L));
    assertThat(meters.counter("mostao.messenger.lost").count()).isEqualTo(4);
  }
}
