package mostao.ao.runtime.inbox;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import mostao.ao.kafka.group.BatchQueue;
import mostao.ao.kafka.log.About;
import mostao.ao.runtime.unit.Causes;
import mostao.ao.runtime.unit.Log;
import mostao.ao.runtime.unit.Unit;
import mostao.ao.runtime.unit.UnitSettings;
import mostao.ao.turn.ReadRecord;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Turn;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * What the {@link Batches} of every consumer share: the turns, the database they begin from, and
 * whether this program stops. Thread-safe.
 */
@Singleton
class BatchProcessor {
  private static final Logger LOG = Logger.getLogger("mostao.inbox");

  private final Unit unit;
  private final Log log;
  private final InboxState state;
  private final InboxMeters meters;
  private final OriginCheck origin;
  private final Duration retryFirst;
  private final Duration retryLongest;
  private final CountDownLatch stopping = new CountDownLatch(1);

  @Inject
  BatchProcessor(
      Unit unit,
      Log log,
      InboxState state,
      InboxMeters meters,
      OriginCheck origin,
      UnitSettings settings) {
    this.unit = unit;
    this.origin = origin;
    this.log = log;
    this.state = state;
    this.meters = meters;
    this.retryFirst = settings.inbox().retryFirst();
    this.retryLongest = settings.inbox().retryLongest();
  }

  /** For the batches of one consumer, which are taken one after the other on one thread. */
  BatchQueue.Taker<ReadRecord> batches(Supplier<Membership> membership) {
    return new Batches(new OneConsumer(membership), state, meters);
  }

  private final class OneConsumer implements Batches.Turns {
    private final Supplier<Membership> membership;

    OneConsumer(Supplier<Membership> membership) {
      this.membership = membership;
    }

    @Override
    public List<ReadRecord> following(List<ReadRecord> batch) {
      origin.beforeTheFirstBatch();
      return BatchProcessor.this.following(batch, membership.get());
    }

    @Override
    public Turn.Kept keep(List<ReadRecord> batch, Runnable settled) {
      return unit.keep(batch, membership.get().publishedBefore(), settled);
    }

    @Override
    public void published(List<ReadRecord> records) {
      membership.get().commit(nextOffsets(records));
    }

    @Override
    public void condemn(ReceivedRecord received, Throwable reason) {
      BatchProcessor.this.condemn(received, reason);
    }

    @Override
    public boolean isStoppedAfter(int failures) {
      return isStoppedWithin(pause(failures));
    }
  }

  private void condemn(ReceivedRecord received, Throwable reason) {
    Optional<String> condemned = unit.condemn(received, reason);
    if (condemned.isPresent()) {
      Runnable line =
          () ->
              LOG.errorf(
                  "The result of the message at %s-%d offset %d can't be stored (%s): it gets an"
                      + " Error",
                  received.topic(), received.partition(), received.offset(), Causes.root(reason));
      About.message(condemned.get(), received.key(), received.trace()).say(line);
    }
  }

  /** Without the records that leave out some the database has not seen; those come again. */
  private List<ReadRecord> following(List<ReadRecord> batch, Membership membership) {
    Map<TopicPartition, Long> first = new LinkedHashMap<>();
    for (ReadRecord read : batch) {
      TopicPartition partition = partition(read);
      if (!membership.isPlaced(partition)) {
        first.merge(partition, read.received().offset(), Math::min);
      }
    }
    if (first.isEmpty()) {
      return batch;
    }
    Set<Integer> asked = new HashSet<>();
    first.keySet().forEach(partition -> asked.add(partition.partition()));
    return following(batch, first.keySet(), membership.place(first, log.next(asked)));
  }

  /**
   * Of partitions that were gone back in, a batch may have what was polled before that, and what
   * was polled afterwards. The first is left out.
   *
   * @param asked partitions of which only what follows is taken
   * @param next where each of them is to be taken from; nothing, if it is not there
   */
  static List<ReadRecord> following(
      List<ReadRecord> batch, Set<TopicPartition> asked, Map<TopicPartition, Long> next) {
    Map<TopicPartition, Long> reached = new HashMap<>(next);
    return batch.stream()
        .filter(
            read -> {
              TopicPartition partition = partition(read);
              long offset = read.received().offset();
              if (!asked.contains(partition)) {
                return true;
              }
              boolean follows = reached.getOrDefault(partition, -1L) >= offset;
              if (follows) {
                reached.merge(partition, offset + 1, Math::max);
              }
              return follows;
            })
        .toList();
  }

  private static TopicPartition partition(ReadRecord read) {
    return new TopicPartition(read.received().topic(), read.received().partition());
  }

  private static Map<TopicPartition, Long> nextOffsets(List<ReadRecord> done) {
    Map<TopicPartition, Long> next = new HashMap<>();
    for (ReadRecord read : done) {
      next.merge(partition(read), read.received().offset() + 1, Math::max);
    }
    return next;
  }

  private Duration pause(int failures) {
    long factor = 1L << Math.min(failures - 1, 20);
    Duration grown = retryFirst.multipliedBy(factor);
    return grown.compareTo(retryLongest) < 0 ? grown : retryLongest;
  }

  private boolean isStoppedWithin(Duration time) {
    try {
      return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** From now on no batch begins, and none is tried again. */
  void stop() {
    stopping.countDown();
  }
}
