package mostao.local.watch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Reads topics from a moment on to where they end now. A topic that may not be read is left out
 * with a note. Used by one thread.
 */
final class Scan {
  private static final Duration POLL = Duration.ofMillis(250);

  private final Consumer<String, byte[]> consumer;
  private final Set<String> notes;
  private final long most;
  private long read;

  /**
   * @param most records that are read in all
   * @param notes gets a sentence about whatever is left out
   */
  Scan(Consumer<String, byte[]> consumer, long most, Set<String> notes) {
    this.consumer = consumer;
    this.most = most;
    this.notes = notes;
  }

  /** Inboxes, outboxes, dead letters and messages to wallets. */
  static List<String> traced() {
    List<String> topics = new ArrayList<>();
    for (String module : Topics.MODULES) {
      topics.add(Topics.inbox(module));
      topics.add(Topics.outbox(module));
      topics.add(Topics.deadLetters(module));
    }
    topics.add(Topics.WALLETS);
    return topics;
  }

  long read() {
    return read;
  }

  /**
   * The raw records that contain a text, decoded.
   *
   * @param text in the value, in ASCII
   */
  void each(
      Collection<String> topics,
      Instant from,
      String text,
      Decoding decoding,
      java.util.function.Consumer<Seen> found) {
    Predicate<ConsumerRecord<String, byte[]>> wanted =
        record ->
            record.value() != null
                && new String(record.value(), StandardCharsets.ISO_8859_1).contains(text);
    Set<String> left = new TreeSet<>(topics);
    Map<TopicPartition, Long> ends = new TreeMap<>(BY_NAME);
    begin(left, from, ends);
    long deadline = deadline();
    while (!ends.isEmpty()) {
      int count = 0;
      try {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          count++;
          if (read++ < most && wanted.test(record)) {
            found.accept(decoding.of(record));
          }
        }
      } catch (TopicAuthorizationException denied) {
        leaveOut(denied, left);
        ends.keySet().removeIf(partition -> !left.contains(partition.topic()));
        consumer.assign(ends.keySet());
        continue;
      }
      if (read >= most) {
        notes.add("read " + most + " records and no more (--records); later ones are missing");
        return;
      }
      if (ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue())) {
        // Or what is written meanwhile to those that are done is read as well.
        consumer.assign(ends.keySet());
      }
      if (count > 0) {
        deadline = deadline();
      } else if (System.nanoTime() > deadline) {
        throw new TimeoutException();
      }
    }
  }

  private static final Comparator<TopicPartition> BY_NAME =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private static long deadline() {
    return System.nanoTime() + KafkaConnection.ANSWER.toNanos();
  }

  private void begin(Set<String> left, Instant from, Map<TopicPartition, Long> ends) {
    Map<String, ?> there = consumer.listTopics();
    Set<String> missing = new TreeSet<>(left);
    missing.removeAll(there.keySet());
    if (!missing.isEmpty()) {
      notes.add(
          "not there, or this user lacks the right Describe of it: topic "
              + String.join(", ", missing));
      left.removeAll(missing);
    }
    List<TopicPartition> partitions =
        left.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    Map<TopicPartition, OffsetAndTimestamp> starts =
        consumer.offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(p -> p, p -> from.toEpochMilli())));
    consumer
        .endOffsets(partitions)
        .forEach(
            (partition, end) -> {
              OffsetAndTimestamp start = starts.get(partition);
              if (start != null && start.offset() < end) {
                ends.put(partition, end);
              }
            });
    consumer.assign(ends.keySet());
    ends.keySet().forEach(partition -> consumer.seek(partition, starts.get(partition).offset()));
  }

  private void leaveOut(TopicAuthorizationException denied, Set<String> left) {
    notes.add(Failures.lacks("Read", denied) + "; it is left out");
    if (!left.removeAll(denied.unauthorizedTopics())) {
      throw denied;
    }
  }
}
