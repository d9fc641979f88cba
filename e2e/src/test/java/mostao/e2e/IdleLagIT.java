package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every partition has a committed offset, also one that never had a record: autoscalers count one
 * without as a record that waits.
 */
@ExtendWith(RunningSystem.class)
class IdleLagIT {
  @Test
  void everyGroupHasAnOffsetOnEveryPartition() {
    try (Admin admin =
        Admin.create(
            Map.of("bootstrap.servers", RunningSystem.stack().broker().bootstrapServers()))) {
      for (String module : Topics.MODULES) {
        assertCommitted(admin, "ao-" + module, List.of(Topics.inbox(module)));
      }
      assertCommitted(
          admin, "gateway-messenger", Topics.MODULES.stream().map(Topics::outbox).toList());
    }
  }

  private static void assertCommitted(Admin admin, String group, List<String> topics) {
    List<TopicPartition> partitions =
        topics.stream()
            .map(Topics::definition)
            .flatMap(
                topic ->
                    IntStream.range(0, topic.partitions())
                        .mapToObj(number -> new TopicPartition(topic.name(), number)))
            .toList();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        admin
                            .listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .keySet())
                    .as(group)
                    .containsExactlyInAnyOrderElementsOf(partitions));
  }
}
