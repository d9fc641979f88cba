package mostao.gateway.explorer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

/**
 * The topics in figures: totals, rates, what waits and for how long, and how many consumers there
 * are. The broker is asked when somebody looks, at most once a second for all who do. Thread-safe,
 * never blocks.
 */
public final class Flow {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final long FRESH_MS = 900;

  /** The messenger's consumer group, see its application.properties. */
  private static final String MESSENGER = Topics.MESSENGER_GROUP;

  private final Admin admin;
  private final Clock clock;
  private final Samples samples = new Samples();
  private CompletableFuture<JsonNode> latest = CompletableFuture.completedFuture(null);
  private long asked = Long.MIN_VALUE;

  /**
   * @param admin may be others' as well
   */
  public Flow(Admin admin, Clock clock) {
    this.admin = admin;
    this.clock = clock;
  }

  /** What a broker says at one time. */
  private record Answers(
      Map<TopicPartition, ListOffsetsResultInfo> ends,
      Map<String, Map<TopicPartition, OffsetAndMetadata>> committed,
      Map<String, Optional<ConsumerGroupDescription>> groups,
      Map<String, OptionalLong> letters) {}

  /** The figures; fails when the broker does not answer in time. */
  public synchronized CompletionStage<JsonNode> look() {
    long now = clock.millis();
    if (latest.isDone() && now - asked > FRESH_MS || asked == Long.MIN_VALUE) {
      asked = now;
      latest = ask().thenApply(this::figures);
    }
    return latest.copy();
  }

  private CompletableFuture<Answers> ask() {
    Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (String module : Topics.MODULES) {
      partitions(Topics.inbox(module)).forEach(each -> ends.put(each, OffsetSpec.latest()));
      partitions(Topics.outbox(module)).forEach(each -> ends.put(each, OffsetSpec.latest()));
      groups.put(Topics.group(module), spec(partitions(Topics.inbox(module))));
    }
    groups.put(
        MESSENGER,
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

  private synchronized JsonNode figures(Answers answers) {
    Map<String, Map<Integer, Long>> ends = new HashMap<>();
    answers
        .ends()
        .forEach(
            (place, end) ->
                ends.computeIfAbsent(place.topic(), topic -> new HashMap<>())
                    .put(place.partition(), end.offset()));
    long now = clock.millis();
    samples.add(now, ends);
    ObjectNode figures = MAPPER.createObjectNode().put("at", now);
    ArrayNode kinds = figures.putArray("kinds");
    for (String module : Topics.MODULES) {
      ObjectNode kind = kinds.addObject().put("kind", module);
      consumers(answers, Topics.group(module)).ifPresent(count -> kind.put("consumers", count));
      kind.set("inbox", topic(answers, ends, Topics.inbox(module), Topics.group(module)));
      kind.set("outbox", topic(answers, ends, Topics.outbox(module), MESSENGER));
      answers.letters().get(module).ifPresent(count -> kind.put("letters", count));
    }
    ObjectNode messenger = figures.putObject("messenger");
    consumers(answers, MESSENGER).ifPresent(count -> messenger.put("consumers", count));
    return figures;
  }

  private static OptionalInt consumers(Answers answers, String group) {
    return answers.groups().getOrDefault(group, Optional.empty()).stream()
        .mapToInt(described -> described.members().size())
        .findFirst();
  }

  private ObjectNode topic(
      Answers answers, Map<String, Map<Integer, Long>> ends, String topic, String group) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        answers.committed().getOrDefault(group, Map.of());
    List<Long> ages = new ArrayList<>();
    long records = 0;
    long waiting = 0;
    for (Map.Entry<Integer, Long> partition : ends.getOrDefault(topic, Map.of()).entrySet()) {
      OffsetAndMetadata done = committed.get(new TopicPartition(topic, partition.getKey()));
      // A partition of which nothing was committed waits from its beginning.
      long next = done == null ? 0 : done.offset();
      records += partition.getValue();
      waiting += Math.max(0, partition.getValue() - next);
      ages.add(samples.age(topic, partition.getKey(), next));
    }
    return MAPPER
        .createObjectNode()
        .put("topic", topic)
        .put("records", records)
        .put("perSecond", Math.round(samples.perSecond(topic) * 10) / 10.0)
        .put("waiting", waiting)
        .put("age", ages.stream().mapToLong(age -> age).max().orElse(0));
  }
}
