package mostao.ao.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.ao.testkit.memory.GroupMember;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitsTest {
  private static final TopicPartition ONE = new TopicPartition("ao.handle.outbox", 1);
  private static final TopicPartition TWO = new TopicPartition("ao.handle.outbox", 2);

  private final GroupMember client = new GroupMember();
  private final List<Throwable> told = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger busy = new AtomicInteger();
  private final GroupCommits commits =
      new GroupCommits(
          action ->
              busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                  ? CompletableFuture.failedFuture(new IllegalStateException("not now"))
                  : CompletableFuture.completedFuture(action.apply(client)),
          Duration.ofSeconds(1),
          Duration.ZERO,
          Duration.ofMillis(1),
          told::add);

  @BeforeEach
  void topics() {
    client.updateBeginningOffsets(Map.of(ONE, 0L, TWO, 0L));
  }

  private void done(TopicPartition partition, long next) {
    commits.done(Map.of(partition, next));
  }

  private void assign(TopicPartition... partitions) {
    commits.assigned(client, List.of(partitions));
  }

  private void revoke(TopicPartition... partitions) {
    commits.revoked(client, List.of(partitions));
  }

  private void awaitGroup(Map<TopicPartition, Long> due) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!client.group().equals(due) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(client.group()).isEqualTo(due);
  }

  @Test
  void whatIsDoneIsCommitted() {
    assign(ONE, TWO);
    done(ONE, 3);
    done(TWO, 1);
    assertThat(client.group()).isEqualTo(Map.of(ONE, 3L, TWO, 1L));
    assertThat(commits.partitions()).isEqualTo(2);
    assertThat(told).isEmpty();
  }

  @Test
  void aLateBatchOfALostPartitionSetsNothingBack() {
    client.group().put(ONE, 10L);
    assign(ONE);
    revoke(ONE);
    client.group().put(ONE, 16L);
    assign(ONE);
    done(ONE, 14);
    assertThat(client.group()).isEqualTo(Map.of(ONE, 16L));
    done(ONE, 17);
    assertThat(client.group()).isEqualTo(Map.of(ONE, 17L));
  }

  @Test
  void nothingIsCommittedOfWhatIsAnothers() {
    client.group().put(ONE, 16L);
    assign(ONE, TWO);
    revoke(ONE);
    done(ONE, 20);
    assertThat(client.group()).isEqualTo(Map.of(ONE, 16L, TWO, 0L));
    assertThat(commits.partitions()).isOne();
  }

  @Test
  void aPartitionWithoutARecordHasACommittedOffset() {
    client.updateBeginningOffsets(Map.of(ONE, 7L));
    client.group().put(TWO, 3L);
    assign(ONE, TWO);
    assertThat(client.group()).isEqualTo(Map.of(ONE, 7L, TWO, 3L));
    done(ONE, 8);
    assertThat(client.group()).isEqualTo(Map.of(ONE, 8L, TWO, 3L));
  }

  @Test
  void itIsCommittedLaterIfTheBrokerDoesNotAnswer() {
    client.away(3);
    assign(ONE);
    awaitGroup(Map.of(ONE, 0L));
    assertThat(told).hasSize(3);
  }

  @Test
  void itIsNotCommittedOfAPartitionThatHasGone() {
    busy.set(1);
    assign(ONE);
    client.away(1);
    revoke(ONE);
    client.group().put(ONE, 5L);
    assign(TWO);
    done(TWO, 1);
    awaitGroup(Map.of(ONE, 5L, TWO, 1L));
  }

  @Test
  void aCommitThatFailsIsTriedAgain() {
    client.group().put(ONE, 0L);
    assign(ONE);
    client.away(3);
    done(ONE, 5);
    awaitGroup(Map.of(ONE, 5L));
    assertThat(told).hasSize(3).allMatch(TimeoutException.class::isInstance);
  }

  @Test
  void aPollingThreadThatDoesNotTakeACommitGetsTheNext() {
    assign(ONE);
    busy.set(1);
    done(ONE, 5);
    assertThat(client.group()).isEqualTo(Map.of(ONE, 0L));
    assertThat(told).singleElement().isInstanceOf(IllegalStateException.class);
    done(TWO, 1);
    assertThat(client.group()).isEqualTo(Map.of(ONE, 5L));
  }

  @Test
  void aBeginningThatTheBrokerDidNotTellIsAskedLater() {
    client.group().put(ONE, 10L);
    client.away(3);
    assign(ONE);
    done(ONE, 9);
    done(ONE, 12);
    awaitGroup(Map.of(ONE, 12L));
  }

  @Test
  void whatFailedWhenAPartitionWentIsCommittedOfThoseThatStay() {
    assign(ONE, TWO);
    client.group().put(ONE, 7L);
    busy.set(2);
    done(ONE, 9);
    done(TWO, 4);
    client.away(1);
    revoke(ONE);
    awaitGroup(Map.of(ONE, 7L, TWO, 4L));
  }

  @Test
  void whatIsDueIsCommittedAtOnceBeforeTheEnd() {
    assign(ONE, TWO);
    busy.set(2);
    done(ONE, 9);
    done(TWO, 4);
    client.away(1);
    assertThat(commits.atOnce(client)).isEqualTo(Map.of(ONE, 9L, TWO, 4L));
    assertThat(client.group()).isEqualTo(Map.of(ONE, 0L, TWO, 0L));
    busy.set(1);
    done(TWO, 5);
    assertThat(commits.atOnce(client)).isEmpty();
    assertThat(client.group()).isEqualTo(Map.of(ONE, 0L, TWO, 5L));
    assertThat(commits.atOnce(client)).as("nothing is due").isEmpty();
  }
}
