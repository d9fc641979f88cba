package mostao.gateway.explorer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What {@link Flow} asks the broker: nothing about a record, only where topics and groups are. */
final class Questions {
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private final Admin admin;

  Questions(Admin admin) {
    this.admin = admin;
  }

  /** What a broker says at one time. */
  record Answers(
      Map<TopicPartition, ListOffsetsResultInfo> ends,
      Map<String, Map<TopicPartition, OffsetAndMetadata>> committed,
      Map<String, Optional<ConsumerGroupDescription>> groups,
      Map<String, OptionalLong> letters) {}

  /** Fails when the broker does not answer in time. */
  CompletableFuture<Answers> ask() {
    Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (String module : Topics.MODULES) {
      partitions(Topics.inbox(module)).forEach(each -> ends.put(each, OffsetSpec.latest()));
      partitions(Topics.outbox(module)).forEach(each -> ends.put(each, OffsetSpec.latest()));
      groups.put(Topics.group(module), spec(partitions(Topics.inbox(module))));
    }
    groups.put(
        Topics.MESSENGER_GROUP,
        spec(
            Topics.MODULES.stream()
                .flatMap(module -> partitions(Topics.outbox(module)).stream())
                .toList()));
    CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> end =
        future(admin.listOffsets(ends).all());
    CompletableFuture<Map<String, Map<TopicPartition, OffsetAndMetadata>>> committed =
        future(admin.listConsumerGroupOffsets(groups).all());
    CompletableFuture<Map<String, Optional<ConsumerGroupDescription>>> members = members(groups);
    CompletableFuture<Map<String, OptionalLong>> letters = letters();
    return CompletableFuture.allOf(end, committed, members, letters)
        .orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(
            done -> new Answers(end.join(), committed.join(), members.join(), letters.join()));
  }

  private static ListConsumerGroupOffsetsSpec spec(List<TopicPartition> partitions) {
    return new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
  }

  private static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, Topics.definition(topic).partitions())
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }

  /** A group that no consumer has joined yet has no description. */
  private CompletableFuture<Map<String, Optional<ConsumerGroupDescription>>> members(
      Map<String, ?> groups) {
    Map<String, CompletableFuture<Optional<ConsumerGroupDescription>>> asked = new TreeMap<>();
    admin
        .describeConsumerGroups(groups.keySet())
        .describedGroups()
        .forEach((name, one) -> asked.put(name, optional(one)));
    return all(asked);
  }

  /** A gateway needs no right to dead letters; without it their number is not known. */
  private CompletableFuture<Map<String, OptionalLong>> letters() {
    Map<String, CompletableFuture<OptionalLong>> asked = new TreeMap<>();
    for (String module : Topics.MODULES) {
      List<TopicPartition> own = partitions(Topics.deadLetters(module));
      CompletableFuture<Long> first = sum(own, OffsetSpec.earliest());
      CompletableFuture<Long> end = sum(own, OffsetSpec.latest());
      asked.put(
          module,
          end.thenCombine(first, (to, from) -> OptionalLong.of(to - from))
              .exceptionally(denied -> OptionalLong.empty()));
    }
    return all(asked);
  }

  private CompletableFuture<Long> sum(List<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    partitions.forEach(each -> specs.put(each, which));
    return future(admin.listOffsets(specs).all())
        .thenApply(found -> found.values().stream().mapToLong(ListOffsetsResultInfo::offset).sum());
  }

  private static <T> CompletableFuture<T> future(KafkaFuture<T> asked) {
    return asked.toCompletionStage().toCompletableFuture();
  }

  private static <T> CompletableFuture<Optional<T>> optional(KafkaFuture<T> asked) {
    return future(asked).thenApply(Optional::of).exceptionally(unknown -> Optional.empty());
  }

  private static <T> CompletableFuture<Map<String, T>> all(
      Map<String, CompletableFuture<T>> asked) {
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              Map<String, T> answers = new TreeMap<>();
              asked.forEach((name, one) -> answers.put(name, one.join()));
              return answers;
            });
  }
}
