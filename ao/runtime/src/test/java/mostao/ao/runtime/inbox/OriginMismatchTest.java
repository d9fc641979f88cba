package mostao.ao.runtime.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mostao.ao.runtime.inbox.OriginMismatch.Kept;
import mostao.ao.runtime.unit.Origin;
import org.junit.jupiter.api.Test;

class OriginMismatchTest {
  private static final Origin HERE = new Origin("cluster-1", "topic-1");

  @Test
  void a_database_belongs_to_the_topic_it_was_evaluated_from() {
    assertThat(of(HERE, HERE, Map.of(0, 5L), Map.of(0, new Kept(0, 5)))).isEmpty();
    assertThat(of(HERE, HERE, Map.of(0, 5L), Map.of(0, new Kept(5, 9), 1, new Kept(0, 3))))
        .isEmpty();
  }

  @Test
  void an_empty_database_belongs_to_any_topic() {
    assertThat(of(HERE, new Origin("c", "t"), Map.of(), Map.of(0, new Kept(0, 5)))).isEmpty();
  }

  @Test
  void a_database_without_an_origin_is_compared_by_its_offsets() {
    assertThat(of(null, HERE, Map.of(0, 5L), Map.of(0, new Kept(0, 5)))).isEmpty();
    assertThat(of(null, HERE, Map.of(0, 5L), Map.of(0, new Kept(0, 4)))).isPresent();
  }

  @Test
  void a_topic_made_anew_is_refused_even_when_it_has_grown_longer() {
    OriginMismatch mismatch =
        of(HERE, new Origin("cluster-1", "topic-2"), Map.of(0, 5L), Map.of(0, new Kept(0, 100)))
            .orElseThrow();
    assertThat(mismatch.name()).isEqualTo("RecreatedTopic");
    assertThat(mismatch.toString()).contains("topic-2", "topic-1", "deploy/RUNBOOK.md");
  }

  @Test
  void another_cluster_is_refused_unless_an_operator_vouches() {
    Origin other = new Origin("cluster-2", "topic-1");
    Map<Integer, Long> next = Map.of(0, 5L);
    Map<Integer, Kept> kept = Map.of(0, new Kept(0, 5));
    assertThat(of(HERE, other, next, kept).orElseThrow().name()).isEqualTo("WrongCluster");
    assertThat(
            OriginMismatch.of(
                "t", Optional.of(HERE), other, Optional.of("cluster-2/topic-1"), next, kept))
        .isEmpty();
    assertThat(
            OriginMismatch.of(
                "t", Optional.of(HERE), other, Optional.of("cluster-3/topic-1"), next, kept))
        .isPresent();
    assertThat(
            OriginMismatch.of(
                "t",
                Optional.of(HERE),
                other,
                Optional.of("cluster-2/topic-1"),
                next,
                Map.of(0, new Kept(0, 4))))
        .as("the offsets must fit all the same")
        .isPresent();
  }

  @Test
  void a_topic_that_lost_its_end_or_a_partition_is_refused() {
    assertThat(of(HERE, HERE, Map.of(0, 5L), Map.of(0, new Kept(0, 4))).orElseThrow().toString())
        .contains("InboxShorterThanDatabase", "offset 4", "up to 5");
    assertThat(of(HERE, HERE, Map.of(7, 5L), Map.of(0, new Kept(0, 9))).orElseThrow().name())
        .isEqualTo("InboxShorterThanDatabase");
  }

  @Test
  void a_topic_that_lost_unseen_records_is_refused() {
    assertThat(of(HERE, HERE, Map.of(0, 5L), Map.of(0, new Kept(6, 9))).orElseThrow().name())
        .isEqualTo("InboxTrimmed");
  }

  @Test
  void a_database_is_not_built_from_a_topic_that_lost_its_beginning() {
    Map<Integer, Kept> kept = Map.of(0, new Kept(0, 5), 1, new Kept(3, 9));
    for (Map<Integer, Long> next : List.of(Map.<Integer, Long>of(), Map.of(0, 5L))) {
      assertThat(of(HERE, HERE, next, kept).orElseThrow().toString())
          .contains("InboxTrimmed", "inbox-1 begins at offset 3");
      assertThat(
              OriginMismatch.of(
                  "t", Optional.of(HERE), HERE, Optional.of(HERE.toString()), next, kept))
          .as("an operator goes on with what there is")
          .isEmpty();
    }
  }

  private static Optional<OriginMismatch> of(
      Origin recorded, Origin found, Map<Integer, Long> next, Map<Integer, Kept> kept) {
    return OriginMismatch.of(
        "ao.counter.inbox", Optional.ofNullable(recorded), found, Optional.empty(), next, kept);
  }
}
