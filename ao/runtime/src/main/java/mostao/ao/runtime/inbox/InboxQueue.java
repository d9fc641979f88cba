package mostao.ao.runtime.inbox;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import mostao.ao.kafka.group.BatchQueue;
import mostao.ao.turn.ReadRecord;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.wire.Headers;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;

/**
 * The records of one consumer between the poll and the turn: they are read and their signatures
 * checked while the batch before is evaluated, committed and published. Thread-safe, but the
 * records are received one poll after the other.
 */
final class InboxQueue {
  private static final byte[] NOTHING = {};

  /** So few are read where they are received, which is sooner than to wake a thread. */
  private static final int FEW = 4;

  private final Function<ReceivedRecord, ReadRecord> reading;
  private final BatchQueue<ReadRecord> queue;
  private final ExecutorService reader;

  /**
   * @param name of the threads
   * @param limits of a batch
   * @param turn takes a batch to its end; false if this program stops before
   */
  InboxQueue(
      String name,
      BatchQueue.Limits limits,
      Function<ReceivedRecord, ReadRecord> reading,
      Predicate<List<ReadRecord>> turn) {
    this.reading = reading;
    this.queue = new BatchQueue<>(name + "-turn", limits, turn);
    this.reader =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, name + "-read");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes what was polled.
   *
   * @return done when there is room for more
   */
  Uni<Void> receive(ConsumerRecords<String, byte[]> polled) {
    if (polled.count() <= FEW) {
      return Uni.createFrom().completionStage(queue.put(read(polled)));
    }
    return Uni.createFrom()
        .item(() -> read(polled))
        .runSubscriptionOn(reader)
        .chain(items -> Uni.createFrom().completionStage(queue.put(items)));
  }

  private List<BatchQueue.Item<ReadRecord>> read(ConsumerRecords<String, byte[]> polled) {
    List<BatchQueue.Item<ReadRecord>> items = new ArrayList<>(polled.count());
    for (ConsumerRecord<String, byte[]> record : polled) {
      byte[] value = record.value() == null ? NOTHING : record.value();
      ReceivedRecord received =
          new ReceivedRecord(
              record.topic(),
              record.partition(),
              record.offset(),
              record.timestamp(),
              record.key(),
              value,
              Optional.ofNullable(record.headers().lastHeader(Headers.TRACEPARENT))
                  .map(Header::value));
      items.add(
          new BatchQueue.Item<>(
              Math.max(0, record.serializedKeySize()) + (long) value.length,
              reading.apply(received)));
    }
    return items;
  }

  /** Whether a batch is being taken. */
  boolean isBusy() {
    return queue.isBusy();
  }

  /** Returns after a moment, or as soon as no batch is being taken any more. */
  void gather() {
    queue.gather();
  }

  /**
   * No further batch begins.
   *
   * @return whether the one that is being taken ended in time
   */
  boolean finish(Duration patience) {
    return queue.finish(patience);
  }

  /** A batch that is still being taken is abandoned. */
  void close() {
    reader.shutdown();
    queue.close();
  }
}
