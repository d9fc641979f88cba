package mostao.local.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import mostao.local.os.StartFailure;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Follows topics without a group, and outlives the broker's absence. A topic that may not be read
 * is left out with a sentence. Used by one thread.
 */
public final class RecordTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final String OURS = "ao.";

  private final KafkaConnection broker;
  private final String name;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Consumer<String> say;
  private boolean isAway;

  /** Where it begins in a partition. */
  public sealed interface Start {
    /** With the oldest record. */
    record Oldest() implements Start {}

    /** With the next record. */
    record Next() implements Start {}

    /** With the first record that is not older. */
    record Time(Instant moment) implements Start {}

    /** With this record of each partition, or the nearest that is there. */
    record Offset(long offset) implements Start {}
  }

  /**
   * @param name of the broker, for people
   * @param say takes sentences about the following itself
   */
  public RecordTail(KafkaConnection broker, String name, Consumer<String> say) {
    this.broker = broker;
    this.name = name;
    this.say = say;
    this.consumer = broker.reader();
  }

  /**
   * The partitions of topics.
   *
   * @param topics none: all whose names begin with {@code ao.}
   * @throws StartFailure for one that is not there
   */
  public Map<String, List<TopicPartition>> choose(Collection<String> topics) {
    Map<String, List<PartitionInfo>> all = new TreeMap<>(consumer.listTopics());
    for (String topic : topics) {
      if (!all.containsKey(topic)) {
        throw new StartFailure(
            "there is no topic "
                + topic
                + ", or this user lacks the right Describe of it; there are "
                + all.keySet());
      }
    }
    Predicate<String> wanted = topics.isEmpty() ? one -> one.startsWith(OURS) : topics::contains;
    all.keySet().removeIf(wanted.negate());
    if (all.isEmpty()) {
      throw new StartFailure(
          "there is no topic whose name begins with ao., or this user lacks the right Describe of"
              + " every one");
    }
    Map<String, List<TopicPartition>> chosen = new TreeMap<>();
    all.forEach(
        (topic, partitions) ->
            chosen.put(
                topic,
                partitions.stream().map(p -> new TopicPartition(topic, p.partition())).toList()));
    return chosen;
  }

  /** Records that are there now. */
  public long size(Collection<TopicPartition> partitions) {
    return sum(consumer.endOffsets(partitions)) - sum(consumer.beginningOffsets(partitions));
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Until so many were shown.
   *
   * @param line of a record; none if it is not to be shown
   * @param flush called when there is nothing more to show for now
   */
  public void follow(
      Collection<TopicPartition> partitions,
      Start start,
      long count,
      Function<ConsumerRecord<String, byte[]>, Optional<Line>> line,
      Consumer<Line> show,
      Runnable flush) {
    begin(partitions, start);
    long left = count;
    while (left > 0) {
      ConsumerRecords<String, byte[]> records = poll();
      for (ConsumerRecord<String, byte[]> record : inTime(records)) {
        Optional<Line> shown = left > 0 ? line.apply(record) : Optional.empty();
        if (shown.isPresent()) {
          left--;
          show.accept(shown.get());
        }
      }
      flush.run();
      if (records.isEmpty()) {
        sayWhetherAway();
      }
    }
  }

  /**
   * What arrived together, oldest first; never two records of one partition the wrong way round.
   */
  private static List<ConsumerRecord<String, byte[]>> inTime(
      ConsumerRecords<String, byte[]> records) {
    record Timed(long at, ConsumerRecord<String, byte[]> record) {}
    List<Timed> timed = new ArrayList<>(records.count());
    for (TopicPartition partition : records.partitions()) {
      long at = Long.MIN_VALUE;
      for (ConsumerRecord<String, byte[]> record : records.records(partition)) {
        at = Math.max(at, record.timestamp());
        timed.add(new Timed(at, record));
      }
    }
    timed.sort(Comparator.comparingLong(Timed::at));
    return timed.stream().map(Timed::record).toList();
  }

  private ConsumerRecords<String, byte[]> poll() {
    try {
      return consumer.poll(POLL);
    } catch (TopicAuthorizationException denied) {
      List<TopicPartition> left = new ArrayList<>(consumer.assignment());
      if (!left.removeIf(one -> denied.unauthorizedTopics().contains(one.topic()))
          || left.isEmpty()) {
        throw new StartFailure(Failures.lacks("Read", denied), denied);
      }
      say.accept(Failures.lacks("Read", denied) + "; it is left out");
      consumer.assign(left);
      return ConsumerRecords.empty();
    }
  }

  private void begin(Collection<TopicPartition> partitions, Start start) {
    consumer.assign(partitions);
    if (start instanceof Start.Oldest) {
      consumer.seekToBeginning(partitions);
    } else if (start instanceof Start.Time time) {
      Map<TopicPartition, OffsetAndTimestamp> found =
          consumer.offsetsForTimes(
              partitions.stream()
                  .collect(Collectors.toMap(one -> one, one -> time.moment().toEpochMilli())));
      List<TopicPartition> later = new ArrayList<>();
      for (TopicPartition partition : partitions) {
        OffsetAndTimestamp first = found.get(partition);
        if (first == null) {
          later.add(partition);
        } else {
          consumer.seek(partition, first.offset());
        }
      }
      atEnd(later);
    } else if (start instanceof Start.Offset wanted) {
      Map<TopicPartition, Long> oldest = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      for (TopicPartition partition : partitions) {
        long offset = Math.max(oldest.get(partition), wanted.offset());
        consumer.seek(partition, Math.min(ends.get(partition), offset));
      }
    } else {
      atEnd(partitions);
      say.accept("watching " + partitions.size() + " partitions");
    }
  }

  /** Seeking is lazy; from here on nothing is missed. */
  private void atEnd(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
    }
  }

  private void sayWhetherAway() {
    boolean away = !broker.answers();
    if (away != isAway) {
      isAway = away;
      say.accept(
          away
              ? "the broker on " + name + " does not answer; waiting until it is back"
              : "the broker is back");
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
