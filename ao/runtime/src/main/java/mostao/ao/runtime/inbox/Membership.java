package mostao.ao.runtime.inbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import mostao.ao.kafka.GroupCommits;
import mostao.ao.kafka.log.RepeatedLines;
import mostao.ao.turn.BrokenDependency;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * One consumer in its group: its assignment, its position, the offsets it may commit. Thread-safe;
 * everything that touches the Kafka consumer runs on its polling thread.
 *
 * <p>Why a commit strategy of our own: {@code throttled} commits on a timer and lets in-flight work
 * race a rebalance; {@code latest} commits every partition of a batch in a request of its own;
 * {@code checkpoint} keeps offsets elsewhere. Here a batch is committed once it is published, with
 * others of the same moment in one request, for the partitions still ours, and never below where
 * they began: going back to rebuild a database leaves the group where it is, so a member that dies
 * meanwhile goes back again. Acknowledging a record therefore does nothing.
 */
final class Membership implements KafkaCommitHandler {
  private static final Logger LOG = Logger.getLogger("mostao.inbox");
  private static final Logger COMMITS = Logger.getLogger(RepeatedLines.COMMITS);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration LAST_ANSWER = Duration.ofSeconds(4);
  private static final Duration COMMIT_AGAIN = Duration.ofSeconds(1);

  private final KafkaConsumer<?, ?> consumer;
  private final Set<TopicPartition> placed = ConcurrentHashMap.newKeySet();
  private final GroupCommits commits;

  /** By partition: the committed offset when the database was found to be behind it. */
  private final Map<Integer, Long> publishedBefore = new ConcurrentHashMap<>();

  private volatile boolean joined;

  private final Function<Set<Integer>, Map<Integer, Long>> expected;

  /**
   * @param linger how long offsets gather before a commit
   * @param expected the offset that the database expects next, by partition
   */
  Membership(
      KafkaConsumer<?, ?> consumer,
      Duration linger,
      Function<Set<Integer>, Map<Integer, Long>> expected) {
    this.consumer = consumer;
    this.expected = expected;
    this.commits =
        new GroupCommits(
            action -> onPollingThread(action).subscribeAsCompletionStage(),
            ANSWER,
            linger,
            COMMIT_AGAIN,
            failure -> COMMITS.infof("Offsets were not committed: %s", failure));
  }

  /**
   * Keeps the consumer from its group until then: its polling thread waits before it subscribes.
   */
  void joinAfter(CountDownLatch opened) {
    onPollingThread(client -> isOpen(opened))
        .subscribe()
        .with(
            open -> LOG.debugf("Joining: %s", open),
            failed -> LOG.warnf("Joining without having waited: %s", failed.toString()));
  }

  private static boolean isOpen(CountDownLatch opened) {
    try {
      opened.await();
      return true;
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void partitionsAssigned(Collection<TopicPartition> partitions) {
    placed.removeAll(partitions);
    joined = true;
    LOG.infof("Assigned %d partitions: %s", partitions.size(), partitions);
    Consumer<?, ?> client = consumer.unwrap();
    commits.assigned(client, partitions);
    try {
      goBack(client, partitions);
    } catch (BrokenDependency | KafkaException away) {
      LOG.warnf("Partitions are compared with the database later: %s", away.getMessage());
    }
  }

  /**
   * An emptied or restored database is built again at once, not when the next message happens to
   * come. On the polling thread.
   */
  private void goBack(Consumer<?, ?> client, Collection<TopicPartition> partitions) {
    Set<Integer> numbers = new HashSet<>();
    partitions.forEach(partition -> numbers.add(partition.partition()));
    Map<Integer, Long> next = expected.apply(numbers);
    Map<TopicPartition, Range> ranges = ranges(client, partitions);
    for (TopicPartition partition : partitions) {
      Range kept = ranges.get(partition);
      long wanted = Math.max(next.get(partition.partition()), kept.begin);
      if (kept.committed > wanted) {
        goingBack(partition, kept.committed, wanted, kept.committed);
        client.seek(partition, wanted);
      }
    }
  }

  private void goingBack(TopicPartition partition, long from, long to, long committed) {
    LOG.warnf(
        "The database is behind its consumer group on %s: going back from offset %d to %d;"
            + " Results of offsets below %d were published and are not published again",
        partition, from, to, committed);
    publishedBefore.merge(partition.partition(), committed, Math::max);
  }

  /** Also called for partitions that were lost; committing those fails, which is logged. */
  @Override
  public void partitionsRevoked(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    LOG.infof("Gave up %d partitions: %s", partitions.size(), partitions);
    commits.revoked(consumer.unwrap(), partitions);
    placed.removeAll(partitions);
  }

  @Override
  public void terminate(boolean graceful) {
    try {
      onPollingThread(commits::atOnce).await().atMost(LAST_ANSWER);
    } catch (RuntimeException late) {
      LOG.infof("Offsets were not committed at the end: %s", late.getClass().getName());
    }
  }

  @Override
  public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
    return Uni.createFrom().voidItem();
  }

  /** Whether the consumer has been in its group, with or without partitions. */
  boolean joined() {
    return joined;
  }

  int partitions() {
    return commits.partitions();
  }

  /** The effective settings of the Kafka consumer. */
  Map<String, ?> configuration() {
    return consumer.configuration();
  }

  /** A measurement the Kafka consumer makes of itself, by the name Kafka gives it. */
  OptionalDouble measured(String metric) {
    Consumer<?, ?> client = consumer.unwrap();
    if (client == null) {
      return OptionalDouble.empty();
    }
    return client.metrics().values().stream()
        .filter(found -> found.metricName().name().equals(metric))
        .filter(found -> found.metricValue() instanceof Double)
        .mapToDouble(found -> (Double) found.metricValue())
        .filter(value -> !Double.isNaN(value))
        .findFirst();
  }

  /** Commits these next offsets soon; what is committed later includes them. */
  void commit(Map<TopicPartition, Long> next) {
    commits.done(next);
  }

  /** Whether this partition's position was compared with the database since it was assigned. */
  boolean isPlaced(TopicPartition partition) {
    return placed.contains(partition);
  }

  /**
   * Compares the positions of partitions with the database, and goes back where records in between
   * would be skipped. All at once: each question waits for the poll in progress.
   *
   * @param first offsets of the first records received
   * @param next offsets the database expects next
   * @return where each partition is to be taken from; it is left out when none of its received
   *     records follows what the database has, and they come again
   * @throws BrokenDependency when the broker does not answer, or has another topic than the
   *     database was made from
   */
  Map<TopicPartition, Long> place(Map<TopicPartition, Long> first, Map<Integer, Long> next) {
    Set<TopicPartition> asked = Set.copyOf(first.keySet());
    Map<TopicPartition, Range> kept =
        await(onPollingThread(client -> ranges(client, asked)), asked);
    Map<TopicPartition, Long> from = new HashMap<>();
    Map<TopicPartition, Long> back = new HashMap<>();
    for (TopicPartition partition : asked) {
      Range range = kept.get(partition);
      long due = next.get(partition.partition());
      if (range.end < due) {
        throw shorter(partition, range.end, due);
      }
      // Where nothing was evaluated yet, the check at the start has found it good.
      if (due > 0 && range.begin > due) {
        throw trimmed(partition, range.begin, due);
      }
      long wanted = Math.max(due, range.begin);
      if (first.get(partition) > wanted) {
        goingBack(partition, first.get(partition), wanted, range.committed);
        back.put(partition, wanted);
      } else {
        placed.add(partition);
        from.put(partition, wanted);
      }
    }
    if (!back.isEmpty()) {
      await(onPollingThread(client -> seek(client, back)), back.keySet());
    }
    return from;
  }

  private static BrokenDependency trimmed(TopicPartition partition, long begin, long due) {
    return new BrokenDependency(
        "InboxTrimmed: "
            + partition
            + " begins at offset "
            + begin
            + ", the database has evaluated up to "
            + due
            + ": the records in between were deleted before they were evaluated.",
        null);
  }

  private static BrokenDependency shorter(TopicPartition partition, long end, long due) {
    return new BrokenDependency(
        "InboxShorterThanDatabase: "
            + partition
            + " ends at offset "
            + end
            + ", the database has evaluated up to "
            + due
            + ". The topic was made anew or lost records: restore it, or empty the database so"
            + " that it is built from this topic.",
        null);
  }

  /**
   * Results of offsets below this were published, by partition: an offset is committed after that.
   */
  Map<Integer, Long> publishedBefore() {
    return publishedBefore;
  }

  private record Range(long begin, long end, long committed) {}

  private static Map<TopicPartition, Range> ranges(
      Consumer<?, ?> client, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> begins = client.beginningOffsets(partitions, ANSWER);
    Map<TopicPartition, Long> ends = client.endOffsets(partitions, ANSWER);
    Map<TopicPartition, Long> committed = GroupCommits.committed(client, partitions, ANSWER);
    Map<TopicPartition, Range> ranges = new HashMap<>();
    for (TopicPartition partition : partitions) {
      ranges.put(
          partition,
          new Range(begins.get(partition), ends.get(partition), committed.get(partition)));
    }
    return ranges;
  }

  private static boolean seek(Consumer<?, ?> client, Map<TopicPartition, Long> offsets) {
    Set<TopicPartition> assignment = client.assignment();
    offsets.forEach(
        (partition, offset) -> {
          if (assignment.contains(partition)) {
            client.seek(partition, offset);
          }
        });
    return true;
  }

  private static <T> T await(Uni<T> answer, Set<TopicPartition> partitions) {
    try {
      return answer.await().atMost(ANSWER.multipliedBy(3).plusSeconds(1));
    } catch (RuntimeException failed) {
      throw new BrokenDependency("the broker did not say where " + partitions + " stand", failed);
    }
  }

  /** Keeps the consumer from its next poll for as long as this runs. */
  void beforeTheNextPoll(Runnable action) {
    onPollingThread(
            client -> {
              action.run();
              return true;
            })
        .subscribe()
        .with(done -> {}, failed -> LOG.debugf("The next poll came first: %s", failed.toString()));
  }

  private <R> Uni<R> onPollingThread(Function<Consumer<?, ?>, R> action) {
    return onPollingThread(consumer, action);
  }

  private static <K, V, R> Uni<R> onPollingThread(
      KafkaConsumer<K, V> consumer, Function<Consumer<?, ?>, R> action) {
    Function<Consumer<K, V>, R> typed = action::apply;
    return consumer.runOnPollingThread(typed);
  }
}
