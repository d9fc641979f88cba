package mostao.messenger.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import mostao.ao.testkit.memory.GroupMember;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OutboxGapsTest {
  private static final TopicPartition ONE = new TopicPartition("ao.handle.outbox", 1);
  private static final TopicPartition TWO = new TopicPartition("ao.handle.outbox", 2);

  private final GroupMember client = new GroupMember();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final OutboxGaps gaps = new OutboxGaps(meters);

  private void begin(TopicPartition partition, long oldest, long committed) {
    client.updateBeginningOffsets(Map.of(partition, oldest));
    gaps.begin(client, Map.of(partition, committed));
  }

  private void poll(TopicPartition partition, long... offsets) {
    gaps.polled(
        new ConsumerRecords<>(
            Map.of(
                partition,
                LongStream.of(offsets)
                    .mapToObj(
                        offset ->
                            new ConsumerRecord<>(
                                partition.topic(), partition.partition(), offset, "k", "v"))
                    .toList()),
            Map.of()));
  }

  private double lost() {
    return meters.counter("mostao.messenger.lost").count();
  }

  @Test
  void offsetsThatFollowEachOtherHaveNoGap() {
    begin(ONE, 0, 3);
    begin(TWO, 0, 0);
    poll(ONE, 3, 4);
    poll(TWO, 0);
    poll(ONE, 5);
    assertThat(lost()).isZero();
  }

  @Test
  void whatIsDeletedUnderAMemberThatHoldsThePartitionIsCounted() {
    begin(ONE, 0, 3);
    poll(ONE, 3, 4);
    poll(ONE, 9, 10);
    assertThat(lost()).isEqualTo(4);
    poll(ONE, 11);
    poll(TWO, 7);
    poll(TWO, 8, 10);
    assertThat(lost()).as("with nothing to compare the first with").isEqualTo(5);
  }

  @Test
  void whatIsDeletedBeforeTheFirstPollIsCounted() {
    begin(ONE, 0, 3);
    poll(ONE, 5);
    assertThat(lost()).isEqualTo(2);
  }

  @Test
  void whatWasMissingAtAnAssignmentIsCountedOnce() {
    begin(ONE, 16, 12);
    assertThat(lost()).isEqualTo(4);
    poll(ONE, 16);
    assertThat(lost()).isEqualTo(4);
    poll(ONE, 18);
    assertThat(lost()).isEqualTo(5);
  }

  @Test
  void whatIsCommittedMayBeSaidAfterThePartitionIsRead() {
    poll(ONE, 16, 17);
    begin(ONE, 16, 12);
    assertThat(lost()).isEqualTo(4);
    poll(ONE, 18);
    assertThat(lost()).isEqualTo(4);
    poll(ONE, 20);
    assertThat(lost()).isEqualTo(5);
  }

  @Test
  void aBrokerThatDoesNotSayWhereAnOutboxBeginsShowsItWithTheFirstRecord() {
    client.updateBeginningOffsets(Map.of(ONE, 16L));
    client.setOffsetsException(new org.apache.kafka.common.errors.TimeoutException("away"));
    gaps.begin(client, Map.of(ONE, 12L));
    assertThat(lost()).isZero();
    poll(ONE, 16);
    assertThat(lost()).isEqualTo(4);
  }

  @Test
  void whatAnotherMemberHasCarriedIsNoGap() {
    begin(ONE, 0, 3);
    poll(ONE, 3);
    gaps.end(List.of(ONE));
    begin(ONE, 0, 9);
    poll(ONE, 9);
    assertThat(lost()).isZero();
  }

  @Test
  void goingBackIsNoGap() {
    begin(ONE, 0, 3);
    poll(ONE, 3, 4, 5);
    poll(ONE, 0, 1);
    assertThat(lost()).isZero();
  }
}
