package mostao.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How far the consumer groups are behind their topics, as the broker says. */
final class Lag {
  static final String MESSENGER = "gateway-messenger";
  private static final long ANSWER_SECONDS = 20;

  private Lag() {}

  /**
   * Waits until every group has committed the end of its topics. Offsets are asked before ends, and
   * an output is on its topic before the offset of its input is committed: when all are equal,
   * nothing is on its way.
   *
   * @throws AssertionError at the deadline, with the partitions that lag
   */
  static void awaitNone(Duration limit) {
    try (Admin admin = admin()) {
      Waiting.until(
          limit,
          "no consumer group lags",
          () -> {
            Map<TopicPartition, Long> done = committed(admin);
            return behind(done, ends(admin));
          });
    }
  }

  /**
   * Waits until every group has committed what stands on its topics now, whatever comes meanwhile.
   *
   * @throws AssertionError at the deadline, with the partitions that lag
   */
  static void awaitWhatWaitsNow(Duration limit) {
    try (Admin admin = admin()) {
      Map<TopicPartition, Long> now = ends(admin);
      Waiting.until(limit, "what had piled up is done", () -> behind(committed(admin), now));
    } catch (Exception unreadable) {
      throw new AssertionError("the broker does not say where its topics end", unreadable);
    }
  }

  /** Waits until a consumer group has settled with so many members. */
  static void awaitMembers(String group, int members) {
    try (Admin admin = admin()) {
      Waiting.until(
          Duration.ofSeconds(60),
          group + " has " + members + " members",
          () -> {
            ConsumerGroupDescription now =
                get(admin.describeConsumerGroups(List.of(group)).all()).get(group);
            return now.members().size() == members && now.groupState() == GroupState.STABLE
                ? null
                : now.members().size() + " members, " + now.groupState();
          });
    }
  }

  private static Admin admin() {
    return Admin.create(
        Map.of("bootstrap.servers", FaultSystem.stack().broker().bootstrapServers()));
  }

  private static String behind(Map<TopicPartition, Long> done, Map<TopicPartition, Long> ends) {
    List<String> lagging = new ArrayList<>();
    ends.forEach(
        (partition, end) -> {
          long to = done.getOrDefault(partition, 0L);
          if (to < end) {
            lagging.add(group(partition.topic()) + ": " + to + " of " + end + " of " + partition);
          }
        });
    return lagging.isEmpty() ? null : String.join(", ", lagging);
  }

  private static String group(String topic) {
    return Topics.MODULES.stream()
        .filter(module -> Topics.inbox(module).equals(topic))
        .map(module -> "ao-" + module)
        .findFirst()
        .orElse(MESSENGER);
  }

  private static Map<TopicPartition, Long> committed(Admin admin) throws Exception {
    List<String> groups = new ArrayList<>(List.of(MESSENGER));
    Topics.MODULES.forEach(module -> groups.add("ao-" + module));
    Map<TopicPartition, Long> committed = new TreeMap<>(TopicTrace.BY_NAME);
    for (String group : groups) {
      get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
          .forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }
    return committed;
  }

  private static Map<TopicPartition, Long> ends(Admin admin) throws Exception {
    List<String> topics = new ArrayList<>();
    for (String module : Topics.MODULES) {
      topics.add(Topics.inbox(module));
      topics.add(Topics.outbox(module));
    }
    Map<TopicPartition, OffsetSpec> asked =
        get(admin.describeTopics(topics).allTopicNames()).values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(info -> new TopicPartition(topic.name(), info.partition())))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new TreeMap<>(TopicTrace.BY_NAME);
    get(admin.listOffsets(asked).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  private static <T> T get(KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
  }
}
