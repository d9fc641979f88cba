package mostao.ao.runtime.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import mostao.ao.testkit.memory.GroupMember;
import mostao.ao.turn.BrokenDependency;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembershipTest {
  private static final TopicPartition ONE = new TopicPartition("ao.counter.inbox", 1);
  private static final TopicPartition TWO = new TopicPartition("ao.counter.inbox", 2);

  private final GroupMember client = new GroupMember();
  private final Map<Integer, Long> database = new HashMap<>();
  private final Membership membership = new Membership(consumer(), Duration.ZERO, this::next);

  private Map<Integer, Long> next(Set<Integer> partitions) {
    Map<Integer, Long> next = new HashMap<>();
    partitions.forEach(partition -> next.put(partition, database.getOrDefault(partition, 0L)));
    return next;
  }

  /** Of the connector's consumer only what a membership needs. */
  private KafkaConsumer<?, ?> consumer() {
    return (KafkaConsumer<?, ?>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {KafkaConsumer.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "unwrap" -> client;
                  case "runOnPollingThread" -> onPollingThread(arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @SuppressWarnings("unchecked")
  private Uni<Object> onPollingThread(Object action) {
    return Uni.createFrom().item(() -> ((Function<Consumer<?, ?>, Object>) action).apply(client));
  }

  @BeforeEach
  void topic() {
    client.assign(List.of(ONE, TWO));
    client.updateBeginningOffsets(Map.of(ONE, 0L, TWO, 0L));
    client.updateEndOffsets(Map.of(ONE, 100L, TWO, 100L));
  }

  private void assign(TopicPartition... partitions) {
    for (TopicPartition partition : partitions) {
      database.merge(partition.partition(), client.group().getOrDefault(partition, 0L), Math::max);
    }
    membership.partitionsAssigned(List.of(partitions));
  }

  @Test
  void what_is_published_is_committed() {
    assign(ONE, TWO);
    membership.commit(Map.of(ONE, 3L, TWO, 1L));
    assertThat(client.group()).isEqualTo(Map.of(ONE, 3L, TWO, 1L));
    assertThat(membership.partitions()).isEqualTo(2);
  }

  @Test
  void a_late_batch_sets_no_offset_of_another_member_back() {
    client.group().put(ONE, 10L);
    assign(ONE);
    membership.partitionsRevoked(List.of(ONE));
    client.group().put(ONE, 16L);
    assign(ONE);
    membership.commit(Map.of(ONE, 14L));
    assertThat(client.group()).isEqualTo(Map.of(ONE, 16L));
    membership.commit(Map.of(ONE, 17L));
    assertThat(client.group()).isEqualTo(Map.of(ONE, 17L));
  }

  @Test
  void a_rebuilt_database_leaves_the_offsets_of_the_group() {
    client.group().put(ONE, 60L);
    database.put(1, 0L);
    membership.partitionsAssigned(List.of(ONE));
    assertThat(client.position(ONE)).isZero();
    membership.commit(Map.of(ONE, 30L));
    assertThat(client.group()).isEqualTo(Map.of(ONE, 60L));
    // A member that goes on after a crash in the middle knows the same.
    assertThat(membership.publishedBefore()).isEqualTo(Map.of(1, 60L));
    membership.commit(Map.of(ONE, 61L));
    assertThat(client.group()).isEqualTo(Map.of(ONE, 61L));
  }

  @Test
  void an_operator_who_set_the_group_back_is_followed() {
    client.group().put(ONE, 0L);
    database.put(1, 60L);
    membership.partitionsAssigned(List.of(ONE));
    membership.commit(Map.of(ONE, 30L));
    assertThat(client.group()).isEqualTo(Map.of(ONE, 30L));
  }

  @Test
  void records_that_were_deleted_before_their_evaluation_are_not_skipped() {
    assign(ONE);
    client.updateBeginningOffsets(Map.of(ONE, 45L));
    assertThatThrownBy(() -> membership.place(Map.of(ONE, 45L), Map.of(1, 40L)))
        .isInstanceOf(BrokenDependency.class)
        .hasMessageContaining("InboxTrimmed")
        .hasMessageContaining("begins at offset 45");
    assertThat(membership.isPlaced(ONE)).isFalse();
    // Evaluated records may go.
    assertThat(membership.place(Map.of(ONE, 50L), Map.of(1, 50L))).isEqualTo(Map.of(ONE, 50L));
  }

  @Test
  void whoever_goes_back_does_not_take_what_was_polled_before() {
    assign(ONE, TWO);
    assertThat(membership.place(Map.of(ONE, 50L, TWO, 0L), Map.of(1, 40L, 2, 0L)))
        .isEqualTo(Map.of(TWO, 0L));
    assertThat(client.position(ONE)).isEqualTo(40);
    assertThat(membership.isPlaced(ONE)).isFalse();
    assertThat(membership.isPlaced(TWO)).isTrue();
  }
}
