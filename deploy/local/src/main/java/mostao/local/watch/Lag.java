package mostao.local.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * How far the consumer groups are.
 *
 * @param groups by name
 * @param notes sentences about what is left out
 */
public record Lag(List<OfGroup> groups, Set<String> notes) {
  private static final Duration POLL = Duration.ofMillis(100);

  /** For the times of the oldest waiting records of a group. */
  private static final Duration TIMES = Duration.ofSeconds(10);

  /** A group and its partitions in order. */
  record OfGroup(Group group, List<OfPartition> partitions) {
    long lag() {
      return partitions.stream().mapToLong(OfPartition::lag).sum();
    }

    /** When the oldest waiting record was written, Unix milliseconds. */
    Optional<Long> oldest() {
      return partitions.stream().flatMap(one -> one.oldest().stream()).min(Long::compare);
    }
  }

  /**
   * @param next the offset that the group takes next
   * @param end of the partition
   * @param oldest when the record at {@code next} was written; none if it does not wait
   */
  record OfPartition(
      TopicPartition partition,
      long next,
      long end,
      Optional<Long> oldest,
      Optional<String> owner) {
    long lag() {
      return Math.max(0, end - next);
    }
  }

  private record Ends(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {}

  /** Of the deployment's groups and of every other one that may be seen. */
  public static Lag of(KafkaConnection broker) {
    Set<String> notes = new TreeSet<>();
    try (Admin admin = broker.admin();
        KafkaConsumer<String, byte[]> reader = broker.reader()) {
      Set<String> names = new TreeSet<>(Group.known());
      Failures.answer(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())
          .forEach(group -> names.add(group.groupId()));
      Map<String, Group> groups = Group.ask(admin, names, notes);
      Map<String, Set<TopicPartition>> partitions = new HashMap<>();
      groups.forEach((name, group) -> partitions.put(name, partitions(admin, group, notes)));
      Set<TopicPartition> all =
          partitions.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
      Ends ends =
          new Ends(
              offsets(admin, all, OffsetSpec.earliest()), offsets(admin, all, OffsetSpec.latest()));
      List<OfGroup> found = new ArrayList<>();
      groups.values().stream()
          .sorted(Comparator.comparing(Group::name))
          .forEach(
              group -> {
                List<OfPartition> its = partitions(group, partitions.get(group.name()), ends);
                found.add(new OfGroup(group, withTimes(reader, its, notes)));
              });
      return new Lag(List.copyOf(found), notes);
    }
  }

  /** Those it is there for, and those it has committed. */
  private static Set<TopicPartition> partitions(Admin admin, Group group, Set<String> notes) {
    Set<TopicPartition> all = new java.util.HashSet<>();
    Set<String> topics = new TreeSet<>(Group.topics(group.name()));
    group.committed().keySet().forEach(partition -> topics.add(partition.topic()));
    for (String topic : topics) {
      try {
        Failures.answer(admin.describeTopics(List.of(topic)).allTopicNames())
            .get(topic)
            .partitions()
            .forEach(one -> all.add(new TopicPartition(topic, one.partition())));
      } catch (TopicAuthorizationException denied) {
        notes.add(Failures.lacks("Describe", denied));
      } catch (UnknownTopicOrPartitionException missing) {
        notes.add("topic " + topic + ", which " + group.name() + " reads, is not there");
      }
    }
    return all;
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    Failures.answer(
            admin
                .listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> spec)))
                .all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  private static List<OfPartition> partitions(
      Group group, Set<TopicPartition> partitions, Ends ends) {
    return partitions.stream()
        .sorted(
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
        .map(
            one ->
                new OfPartition(
                    one,
                    group.committed().getOrDefault(one, ends.begin().get(one)),
                    ends.end().get(one),
                    Optional.empty(),
                    Optional.ofNullable(group.owners().get(one))))
        .toList();
  }

  /** Reads the first waiting record of each partition. */
  static List<OfPartition> withTimes(
      Consumer<String, byte[]> reader, List<OfPartition> partitions, Set<String> notes) {
    Map<TopicPartition, Long> waiting = new HashMap<>();
    partitions.stream()
        .filter(one -> one.lag() > 0)
        .forEach(one -> waiting.put(one.partition(), one.next()));
    Map<TopicPartition, Long> times = new HashMap<>();
    long deadline = System.nanoTime() + TIMES.toNanos();
    reader.assign(waiting.keySet());
    // What stays assigned stays paused, from the group before.
    reader.resume(waiting.keySet());
    waiting.forEach(reader::seek);
    try {
      while (!waiting.isEmpty() && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (waiting.remove(partition) != null) {
            times.put(partition, record.timestamp());
          }
        }
        reader.pause(times.keySet());
      }
    } catch (TopicAuthorizationException denied) {
      notes.add(Failures.lacks("Read", denied) + "; ages are not known");
    }
    return partitions.stream()
        .map(
            one ->
                new OfPartition(
                    one.partition(),
                    one.next(),
                    one.end(),
                    Optional.ofNullable(times.get(one.partition())),
                    one.owner()))
        .toList();
  }
}
