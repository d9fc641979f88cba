package mostao.ao.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import mostao.ao.turn.Commits;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits the offsets of the records that one member of a consumer group has processed: soon, in
 * one request for all partitions and for all batches of a moment, again if that fails, and before
 * partitions move to another member. Never commits below where an assignment began, see {@link
 * Commits}. No caller waits for it: if a commit is lost, the member that gets the partition takes
 * the batch again and finds it done.
 *
 * <p>A partition of which the group has committed nothing gets the offset committed at which its
 * member begins to read, which is its oldest record or, when it has none, its end. What the member
 * reads is the same either way; but whoever counts how far a group is behind can't count without an
 * offset, and would find a partition that never had a record behind for ever.
 *
 * <p>Offsets are those of the next record. Thread-safe; everything that touches the Kafka consumer
 * runs on its polling thread, and {@link #assigned}, {@link #revoked} and {@link #atOnce} are to be
 * called there.
 */
public final class GroupCommits {
  private static final Duration LAST_COMMIT = Duration.ofSeconds(3);

  private final PollingThread pollingThread;
  private final Duration answer;
  private final Duration linger;
  private final Duration pause;
  private final java.util.function.Consumer<Throwable> notCommitted;
  private final Beginnings began;
  private final Commits<TopicPartition> commits = new Commits<>();
  private final AtomicBoolean commitAhead = new AtomicBoolean();

  /** The thread that owns the Kafka consumer. */
  @FunctionalInterface
  public interface PollingThread {
    /** Runs it there, later; fails when it can't, or when the action does. */
    CompletionStage<?> run(Function<Consumer<?, ?>, Boolean> action);
  }

  /** Whoever has to know where assignments begin. */
  @FunctionalInterface
  public interface Beginnings {
    /**
     * Called on the polling thread, once for each partition that was assigned: as a rule before it
     * is read, and later if the broker did not answer then.
     *
     * @param committed what the group has committed; where it has nothing, the oldest record
     */
    void found(Consumer<?, ?> consumer, Map<TopicPartition, Long> committed);
  }

  /**
   * @param answer how long the broker may take to say what the group has committed
   * @param linger how long offsets gather before a commit
   * @param pause before a commit that failed is tried again
   * @param notCommitted told why a commit failed
   */
  public GroupCommits(
      PollingThread pollingThread,
      Duration answer,
      Duration linger,
      Duration pause,
      java.util.function.Consumer<Throwable> notCommitted) {
    this(pollingThread, answer, linger, pause, notCommitted, (consumer, committed) -> {});
  }

  /**
   * @param began told what the group has committed of the partitions that were assigned
   */
  public GroupCommits(
      PollingThread pollingThread,
      Duration answer,
      Duration linger,
      Duration pause,
      java.util.function.Consumer<Throwable> notCommitted,
      Beginnings began) {
    this.pollingThread = pollingThread;
    this.answer = answer;
    this.linger = linger;
    this.pause = pause;
    this.notCommitted = notCommitted;
    this.began = began;
  }

  /** These are the member's from now on. Where they begin is asked later if it can't be now. */
  public void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    commits.assigned(partitions);
    findBeginnings(consumer);
    commitSoon();
  }

  /**
   * These partitions belong to another member from now on; finished work is committed first. Of
   * partitions that were lost already the broker refuses that.
   */
  public void revoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> failed = atOnce(consumer);
    commits.revoked(partitions);
    if (!failed.isEmpty()) {
      again(failed);
    }
  }

  /**
   * Commits everything that is pending and waits for it: before partitions move or the consumer
   * ends.
   *
   * @return what could not be committed
   */
  public Map<TopicPartition, Long> atOnce(Consumer<?, ?> consumer) {
    Map<TopicPartition, Long> next = commits.take();
    if (next.isEmpty()) {
      return next;
    }
    try {
      consumer.commitSync(offsets(next), LAST_COMMIT);
      return Map.of();
    } catch (KafkaException failure) {
      notCommitted.accept(failure);
      return next;
    }
  }

  /** How many partitions the member has. */
  public int partitions() {
    return commits.partitions();
  }

  /** Everything before these offsets is done: commits them soon, with what is done until then. */
  public void done(Map<TopicPartition, Long> next) {
    commits.done(next);
    commitSoon();
  }

  private void commitSoon() {
    if (commitAhead.compareAndSet(false, true)) {
      if (linger.isZero()) {
        commitNext();
      } else {
        CompletableFuture.delayedExecutor(linger.toMillis(), TimeUnit.MILLISECONDS)
            .execute(this::commitNext);
      }
    }
  }

  private void commitNext() {
    pollingThread
        .run(this::commit)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                commitAhead.set(false);
                notCommitted.accept(failure);
              }
            });
  }

  private boolean commit(Consumer<?, ?> consumer) {
    commitAhead.set(false);
    findBeginnings(consumer);
    Map<TopicPartition, Long> next = commits.take();
    if (!next.isEmpty()) {
      consumer.commitAsync(
          offsets(next),
          (committed, failure) -> {
            if (failure != null) {
              notCommitted.accept(failure);
              again(next);
            }
          });
    }
    return true;
  }

  /** Where assignments begin; asked again later if the broker does not say so now. */
  private void findBeginnings(Consumer<?, ?> consumer) {
    Set<TopicPartition> unknown = commits.unknown();
    if (unknown.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> begin = new HashMap<>();
    try {
      Map<TopicPartition, OffsetAndMetadata> found = consumer.committed(unknown, answer);
      Map<TopicPartition, Long> first = firstOffsets(consumer, unknown, found);
      begin.putAll(first);
      found.forEach(
          (partition, next) -> {
            if (next != null) {
              begin.put(partition, next.offset());
            }
          });
      commits.begin(begin);
      commits.done(first);
    } catch (KafkaException away) {
      notCommitted.accept(away);
      again(Map.of());
      return;
    }
    began.found(consumer, begin);
  }

  /** Of the partitions without a committed offset, where {@code auto.offset.reset} begins. */
  private Map<TopicPartition, Long> firstOffsets(
      Consumer<?, ?> consumer,
      Set<TopicPartition> partitions,
      Map<TopicPartition, OffsetAndMetadata> committed) {
    Set<TopicPartition> without = new HashSet<>(partitions);
    without.removeIf(partition -> committed.get(partition) != null);
    return without.isEmpty() ? Map.of() : consumer.beginningOffsets(without, answer);
  }

  private void again(Map<TopicPartition, Long> next) {
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> done(next));
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<TopicPartition, Long> next) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    return offsets;
  }

  /**
   * The committed offsets of the group; where there are none, the beginning, as {@code
   * auto.offset.reset} says.
   *
   * @throws KafkaException when the broker does not say so in time
   */
  public static Map<TopicPartition, Long> committed(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Duration answer) {
    Map<TopicPartition, OffsetAndMetadata> found =
        consumer.committed(Set.copyOf(partitions), answer);
    Map<TopicPartition, Long> committed = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata offset = found.get(partition);
      committed.put(partition, offset == null ? 0 : offset.offset());
    }
    return committed;
  }
}
