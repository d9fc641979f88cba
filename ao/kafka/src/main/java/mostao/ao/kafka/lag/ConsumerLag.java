package mostao.ao.kafka.lag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Asks the broker: where topics end, less what the groups of their consumers have committed. */
public final class ConsumerLag implements TopicLag {
  private final Admin admin;
  private final int timeoutMs;
  private final Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
  private final Map<TopicPartition, OffsetSpec> ends = new HashMap<>();

  /**
   * @param admin may be others' as well
   * @param timeout of one question
   */
  public ConsumerLag(Admin admin, Duration timeout) {
    this.admin = admin;
    this.timeoutMs = Math.toIntExact(timeout.toMillis());
    List<TopicPartition> outboxes = new ArrayList<>();
    for (String module : Topics.MODULES) {
      watch(Topics.group(module), partitions(Topics.inbox(module)));
      outboxes.addAll(partitions(Topics.outbox(module)));
    }
    watch(Topics.MESSENGER_GROUP, outboxes);
  }

  private static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, Topics.definition(topic).partitions())
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }

  private void watch(String group, List<TopicPartition> partitions) {
    groups.put(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions));
    partitions.forEach(partition -> ends.put(partition, OffsetSpec.latest()));
  }

  @Override
  public CompletionStage<Map<String, Long>> ask() {
    CompletableFuture<Map<String, Map<TopicPartition, OffsetAndMetadata>>> committed =
        admin
            .listConsumerGroupOffsets(
                groups, new ListConsumerGroupOffsetsOptions().timeoutMs(timeoutMs))
            .all()
            .toCompletionStage()
            .toCompletableFuture();
    CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> end =
        admin
            .listOffsets(ends, new ListOffsetsOptions().timeoutMs(timeoutMs))
            .all()
            .toCompletionStage()
            .toCompletableFuture();
    return committed.thenCombine(
        end,
        (done, there) -> {
          Map<String, Long> waiting = new TreeMap<>();
          done.values().forEach(group -> add(waiting, group, there));
          return waiting;
        });
  }

  /** A partition of which nothing was committed waits from its beginning. */
  private static void add(
      Map<String, Long> waiting,
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    committed.forEach(
        (partition, offset) -> {
          long next = offset == null ? 0 : offset.offset();
          long behind = Math.max(0, ends.get(partition).offset() - next);
          waiting.merge(partition.topic(), behind, Long::sum);
        });
  }
}
