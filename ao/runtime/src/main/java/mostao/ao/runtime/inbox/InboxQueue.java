package mostao.ao.runtime.inbox;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mostao.ao.kafka.group.BatchQueue;
import mostao.ao.kafka.group.Readers;
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

  private final Function<ReceivedRecord, ReadRecord> reading;
  private final BatchQueue<ReadRecord> queue;
  private final Readers readers;

  /**
   * @param name of the threads
   * @param limits of a batch
   * @param readers how many threads read, from 1 to 16
   */
  InboxQueue(
      String name,
      BatchQueue.Limits limits,
      int readers,
      Function<ReceivedRecord, ReadRecord> reading,
      BatchQueue.Taker<ReadRecord> turns) {
    this.reading = reading;
    this.queue = new BatchQueue<>(name + "-turn", limits, turns);
    this.readers = new Readers(name + "-read", readers);
  }

  /**
   * Takes what was polled.
   *
   * @return done when there is room for more
   */
  Uni<Void> receive(ConsumerRecords<String, byte[]> polled) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(polled.count());
    polled.forEach(records::add);
    return Uni.createFrom()
        .completionStage(readers.read(records, this::read).thenCompose(queue::put));
  }

  private BatchQueue.Item<ReadRecord> read(ConsumerRecord<String, byte[]> record) {
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
    return new BatchQueue.Item<>(
        Math.max(0, record.serializedKeySize()) + (long) value.length, reading.apply(received));
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
    readers.close();
    queue.close();
  }
}
