package mostao.gateway.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CarriedTest {
  private static final TopicPartition ONE = new TopicPartition("ao.handle.outbox", 1);
  private static final TopicPartition TWO = new TopicPartition("ao.handle.outbox", 2);

  private final GroupMember client = new GroupMember();
  private final Carried carried =
      new Carried(
          action -> Uni.createFrom().item(() -> action.apply(client)), Duration.ofMillis(1));

  private void carried(TopicPartition partition, long next) {
    carried.upTo(Map.of(partition, new OffsetAndMetadata(next)));
  }

  private void assign(TopicPartition... partitions) {
    carried.onPartitionsAssigned(client, List.of(partitions));
  }

  private void revoke(TopicPartition... partitions) {
    carried.onPartitionsRevoked(client, List.of(partitions));
  }

  private void awaitGroup(Map<TopicPartition, Long> due) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!client.group().equals(due) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(client.group()).isEqualTo(due);
  }

  @Test
  void whatIsCarriedIsCommitted() {
    assign(ONE, TWO);
    carried(ONE, 3);
    carried(TWO, 1);
    assertThat(client.group()).isEqualTo(Map.of(ONE, 3L, TWO, 1L));
  }

  @Test
  void aBatchThatEndsAfterAnotherGatewayHadThePartitionSetsNothingBack() {
    client.group().put(ONE, 10L);
    assign(ONE);
    revoke(ONE);
    client.group().put(ONE, 16L);
    assign(ONE);
    carried(ONE, 14);
    assertThat(client.group()).isEqualTo(Map.of(ONE, 16L));
    carried(ONE, 17);
    assertThat(client.group()).isEqualTo(Map.of(ONE, 17L));
  }

  @Test
  void nothingIsCommittedOfWhatIsAnothers() {
    client.group().put(ONE, 16L);
    assign(ONE, TWO);
    revoke(ONE);
    carried(ONE, 20);
    assertThat(client.group()).isEqualTo(Map.of(ONE, 16L));
  }

  @Test
  void aCommitThatFailsIsTriedAgain() {
    assign(ONE);
    client.away(3);
    carried(ONE, 5);
    awaitGroup(Map.of(ONE, 5L));
  }

  @Test
  void aBeginningThatTheBrokerDidNotTellIsAskedLater() {
    client.group().put(ONE, 10L);
    client.away(3);
    assign(ONE);
    carried(ONE, 9);
    carried(ONE, 12);
    awaitGroup(Map.of(ONE, 12L));
  }

  @Test
  void whatFailedWhenAPartitionWentIsCommittedOfThoseThatStay() {
    assign(ONE, TWO);
    client.away(1);
    client.group().put(ONE, 7L);
    carried(TWO, 4);
    revoke(ONE);
    awaitGroup(Map.of(ONE, 7L, TWO, 4L));
  }
}
