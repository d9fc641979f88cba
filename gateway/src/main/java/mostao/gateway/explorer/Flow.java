package mostao.gateway.explorer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics in figures: totals, rates, what waits and for how long, and how many consumers there
 * are. The broker is asked when somebody looks, at most once a second for all who do. Thread-safe,
 * never blocks.
 */
public final class Flow {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long FRESH_MS = 1_000;

  private final Supplier<CompletableFuture<Questions.Answers>> broker;
  private final Clock clock;
  private final Samples samples = new Samples();
  private CompletableFuture<JsonNode> latest = CompletableFuture.completedFuture(null);

  /** When the latest was asked for; that of the beginning was long ago. */
  private long asked;

  /**
   * @param admin may be others' as well
   */
  public Flow(Admin admin, Clock clock) {
    this(new Questions(admin)::ask, clock);
  }

  Flow(Supplier<CompletableFuture<Questions.Answers>> broker, Clock clock) {
    this.broker = broker;
    this.clock = clock;
  }

  /** The figures; fails when the broker does not answer in time. */
  public synchronized CompletionStage<JsonNode> look() {
    long now = clock.millis();
    if (latest.isDone() && now - asked >= FRESH_MS) {
      asked = now;
      latest = broker.get().thenApply(this::figures);
    }
    return latest.copy();
  }

  private synchronized JsonNode figures(Questions.Answers answers) {
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
      kind.set("outbox", topic(answers, ends, Topics.outbox(module), Topics.MESSENGER_GROUP));
      answers.letters().get(module).ifPresent(count -> kind.put("letters", count));
    }
    ObjectNode messenger = figures.putObject("messenger");
    consumers(answers, Topics.MESSENGER_GROUP)
        .ifPresent(count -> messenger.put("consumers", count));
    return figures;
  }

  private static OptionalInt consumers(Questions.Answers answers, String group) {
    return answers.groups().getOrDefault(group, Optional.empty()).stream()
        .mapToInt(described -> described.members().size())
        .findFirst();
  }

  private ObjectNode topic(
      Questions.Answers answers, Map<String, Map<Integer, Long>> ends, String topic, String group) {
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
