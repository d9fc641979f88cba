package mostao.ao.runtime.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import mostao.ao.ans104.Verifier;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.ReadRecord;
import mostao.ao.turn.ReceivedRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchProcessorTest {
  private static final InboxVerifier READER = new InboxVerifier(new Verifier());
  private static final TopicPartition ONE = new TopicPartition("ao.counter.inbox", 1);
  private static final TopicPartition TWO = new TopicPartition("ao.counter.inbox", 2);

  private static List<ReadRecord> records(TopicPartition partition, long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(
            offset ->
                READER.read(
                    new ReceivedRecord(
                        partition.topic(), partition.partition(), offset, 0, "key", new byte[0])))
        .toList();
  }

  private static List<ReadRecord> batch(List<List<ReadRecord>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  @Test
  void whatWasPolledBeforeGoingBackIsLeftOut() {
    List<ReadRecord> batch =
        batch(List.of(records(ONE, 31, 41), records(TWO, 7, 9), records(ONE, 10, 21)));
    assertThat(BatchProcessor.following(batch, Set.of(ONE), Map.of(ONE, 10L)))
        .isEqualTo(batch.subList(10, batch.size()));
  }

  @Test
  void whatTheDatabaseHasMayComeAgain() {
    List<ReadRecord> batch = records(ONE, 5, 15);
    assertThat(BatchProcessor.following(batch, Set.of(ONE), Map.of(ONE, 10L))).isEqualTo(batch);
  }

  @Test
  void ofAPartitionThatComesAgainNothingIsTaken() {
    List<ReadRecord> batch = batch(List.of(records(ONE, 31, 41), records(TWO, 7, 9)));
    assertThat(BatchProcessor.following(batch, Set.of(ONE, TWO), Map.of(TWO, 7L)))
        .isEqualTo(batch.subList(10, batch.size()));
  }
}
