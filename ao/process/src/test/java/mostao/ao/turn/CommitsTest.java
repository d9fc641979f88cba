package mostao.ao.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommitsTest {
  private final Commits<String> commits = new Commits<>();

  private void assign(String partition, long committed) {
    commits.assigned(List.of(partition));
    commits.begin(Map.of(partition, committed));
  }

  @Test
  void whatIsDoneIsCommittedOnceWithTheHighestOffset() {
    assign("a", 10);
    assign("b", 0);
    commits.done(Map.of("a", 12L, "b", 3L));
    commits.done(Map.of("a", 11L));
    assertThat(commits.take()).isEqualTo(Map.of("a", 12L, "b", 3L));
    assertThat(commits.take()).isEmpty();
  }

  @Test
  void aBatchOfAnEarlierAssignmentSetsNoOffsetBack() {
    assign("a", 10);
    commits.revoked(List.of("a"));
    assign("a", 16);
    commits.done(Map.of("a", 14L));
    assertThat(commits.take()).isEmpty();
    commits.done(Map.of("a", 17L));
    assertThat(commits.take()).isEqualTo(Map.of("a", 17L));
  }

  @Test
  void whatWasDoneBeforeThePartitionCameBackIsComparedToo() {
    assign("a", 10);
    commits.done(Map.of("a", 14L));
    assign("a", 16);
    assertThat(commits.take()).isEmpty();
  }

  @Test
  void aCommitTriedAgainDoesNotSetBackALaterOne() {
    assign("a", 10);
    commits.done(Map.of("a", 14L));
    Map<String, Long> lost = commits.take();
    commits.done(Map.of("a", 16L));
    Map<String, Long> later = commits.take();
    commits.done(lost);
    assertThat(commits.take()).isEmpty();
    commits.done(later);
    assertThat(commits.take()).isEqualTo(later);
  }

  @Test
  void nothingIsCommittedOfWhatIsAnothers() {
    assign("a", 10);
    commits.done(Map.of("a", 14L));
    commits.revoked(List.of("a"));
    commits.done(Map.of("a", 15L));
    assertThat(commits.take()).isEmpty();
    assertThat(commits.unknown()).isEmpty();
    assertThat(commits.partitions()).isZero();
  }

  @Test
  void nothingIsCommittedOrForgottenBeforeTheBeginningIsKnown() {
    assign("b", 0);
    commits.assigned(List.of("a"));
    commits.done(Map.of("a", 14L, "b", 1L));
    assertThat(commits.unknown()).containsExactly("a");
    assertThat(commits.take()).isEqualTo(Map.of("b", 1L));
    assertThat(commits.unknown()).containsExactly("a");
    commits.begin(Map.of("a", 12L, "c", 1L));
    assertThat(commits.unknown()).isEmpty();
    assertThat(commits.take()).isEqualTo(Map.of("a", 14L));
    assertThat(commits.partitions()).isEqualTo(2);
  }

  /** A member that rebuilds a database goes back, and must go back again if it dies meanwhile. */
  @Test
  void goingBackLeavesTheGroupWhereItIs() {
    assign("a", 100);
    commits.done(Map.of("a", 50L));
    assertThat(commits.take()).isEmpty();
    commits.done(Map.of("a", 100L));
    assertThat(commits.take()).isEqualTo(Map.of("a", 100L));
  }

  @Test
  void anOperatorWhoSetTheGroupBackIsFollowed() {
    assign("a", 100);
    commits.revoked(List.of("a"));
    assign("a", 0);
    commits.done(Map.of("a", 5L));
    assertThat(commits.take()).isEqualTo(Map.of("a", 5L));
  }
}
