package mostao.messenger.push;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.wire.Headers;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
 */
@ApplicationScoped
public class Messenger {
  /** The channel, see application.properties. */
  static final String CHANNEL = "outboxes";

  /** Its consumer group, see application.properties. */
  static final String GROUP = Topics.MESSENGER_GROUP;

  private final ExecutorService thread;
  private final PushExecutor executor;
  private final RetryLoop retries;
  private final OutboxOffsets offsets;
  private final Duration patience;
  private final OutboxDelays delays;
  private final Traces traces;

  Messenger(
      PushSigner signer,
      Directory directory,
      TopicWriter writer,
      OutboxOffsets offsets,
      MessengerSettings settings,
      MeterRegistry meters,
      Traces traces) {
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread carrying = new Thread(task, "messenger-push");
              carrying.setDaemon(true);
              return carrying;
            });
    this.executor =
        new PushExecutor(
            signer, directory, new KnownWallets(settings.knownWallets()), writer, thread, meters);
    this.retries =
        new RetryLoop(
            "a batch of outbox records",
            settings.backoff(),
            settings.mostBackoff(),
            System::nanoTime,
            meters.counter("mostao.messenger.retries")::increment);
    this.delays = new OutboxDelays(meters, traces);
    this.offsets = offsets;
    this.traces = traces;
    this.patience = settings.patience();
  }

  /** Never fails: to the channel every batch goes well in the end. */
  @Incoming(CHANNEL)
  Uni<Void> carry(ConsumerRecords<String, byte[]> batch) {
    List<PolledRecord> polled = new ArrayList<>(batch.count());
    batch.forEach(record -> polled.add(polled(record)));
    PushTrace trace = PushTrace.of(OutboxBatch.of(polled), traces);
    delays.begin(batch);
    return Uni.createFrom()
        .completionStage(
            () ->
                retries.until(
                    () -> {
                      trace.tried();
                      return executor.carry(trace.batch());
                    }))
        .invoke(
            () -> {
              trace.end();
              delays.done(batch);
              offsets.upTo(batch.nextOffsets());
            });
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
    retries.close();
    thread.shutdown();
  }
}
