package mostao.messenger.push;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.group.BatchQueue;
import mostao.ao.kafka.publish.RetryLoop;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.wire.Headers;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Reads all outboxes in the group {@code gateway-messenger} and delivers every batch before the
 * next; a batch that can't be delivered is tried until it can. Its offsets are committed
 * afterwards.
 *
 * <p>The channel's commit strategy is {@link OutboxJoin}, and the commit that of {@link
 * OutboxOffsets}: {@code throttled} commits on a timer and turns unhealthy over a batch that waits
 * for the broker, {@code latest} commits every partition of a batch in a request of its own.
 *
 * <p>While a batch is carried, records are decoded and wait; the next batch is all that came. What
 * waits of a partition that went to another member is carried too: twice is harmless, and with some
 * of it left out the rest would come too early.
 */
@ApplicationScoped
public class Messenger {
  /** The channel, see application.properties. */
  static final String CHANNEL = "outboxes";

  /** Its consumer group, see application.properties. */
  static final String GROUP = Topics.MESSENGER_GROUP;

  private static final int BATCH_RECORDS = 500;
  private static final long BATCH_BYTES = 8 * 1024 * 1024;
  private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

  private final BatchThread thread = new BatchThread();
  private final PushExecutor executor;
  private final RetryLoop retries;
  private final BatchQueue<Polled> queue;
  private final OutboxOffsets offsets;
  private final Duration patience;
  private final OutboxDelays delays;
  private final Traces traces;

  /** A record as it came, and what it says. */
  private record Polled(ConsumerRecord<String, byte[]> record, OutboxBatch.Entry entry) {}

  Messenger(
      PushSigner signer,
      Directory directory,
      TopicWriter writer,
      OutboxOffsets offsets,
      MessengerSettings settings,
      MeterRegistry meters,
      Traces traces) {
    this.executor =
        new PushExecutor(
            signer, directory, new KnownWallets(settings.knownWallets()), writer, thread, meters);
    this.retries =
        new RetryLoop(
            "pushing a batch of outbox records",
            settings.backoff(),
            settings.mostBackoff(),
            System::nanoTime,
            meters.counter("mostao.messenger.retries")::increment);
    this.delays = new OutboxDelays(meters, traces);
    this.queue =
        new BatchQueue<>(
            "messenger-push",
            new BatchQueue.Limits(BATCH_RECORDS, BATCH_BYTES, settings.longestRest()),
            this::take);
    this.offsets = offsets;
    this.traces = traces;
    this.patience = settings.patience();
  }

  /** Never fails: to the channel every batch goes well in the end. */
  @Incoming(CHANNEL)
  Uni<Void> carry(ConsumerRecords<String, byte[]> polled) {
    if (queue.isBusy()) {
      // The connector would fetch every record as soon as it is there, which costs the broker a
      // passage over all partitions each time, and gains nothing before this batch ends.
      offsets.beforeTheNextPoll(queue::gather);
    }
    List<BatchQueue.Item<Polled>> items = new ArrayList<>(polled.count());
    for (ConsumerRecord<String, byte[]> record : polled) {
      items.add(
          new BatchQueue.Item<>(
              Math.max(0, record.serializedKeySize())
                  + (long) Math.max(0, record.serializedValueSize()),
              new Polled(record, OutboxBatch.entry(polled(record)))));
    }
    return Uni.createFrom().completionStage(queue.put(items));
  }

  /** On the queue's thread. */
  private boolean take(List<Polled> polled) {
    List<ConsumerRecord<String, byte[]>> records = polled.stream().map(Polled::record).toList();
    OutboxBatch batch = new OutboxBatch(polled.stream().map(Polled::entry).toList());
    PushTrace trace = PushTrace.of(batch, traces);
    delays.begin(records);
    CompletionStage<Void> carried =
        retries.until(
            () -> {
              trace.tried();
              return executor.carry(trace.batch());
            });
    if (!thread.until(carried)) {
      return false;
    }
    trace.end();
    delays.done(records);
    offsets.upTo(nextOffsets(records));
    return true;
  }

  private static Map<TopicPartition, Long> nextOffsets(
      List<ConsumerRecord<String, byte[]>> records) {
    Map<TopicPartition, Long> next = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      next.merge(
          new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max);
    }
    return next;
  }

  private static PolledRecord polled(ConsumerRecord<String, byte[]> record) {
    return new PolledRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.key(),
        record.value(),
        trace(record));
  }

  static Optional<byte[]> trace(ConsumerRecord<String, byte[]> record) {
    return Optional.ofNullable(record.headers().lastHeader(Headers.TRACEPARENT)).map(Header::value);
  }

  /** Whether batches are carried in time. */
  public boolean carries() {
    return !retries.takesLongerThan(patience);
  }

  @PreDestroy
  void stop() {
    if (!queue.finish(LONGEST_STOP)) {
      retries.close();
      thread.close();
    }
    queue.close();
  }
}
