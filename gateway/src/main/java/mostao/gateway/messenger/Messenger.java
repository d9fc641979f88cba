package mostao.gateway.messenger;

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
import mostao.ao.wire.Headers;
import mostao.gateway.authority.Deployment;
import mostao.gateway.directory.Directory;
import mostao.gateway.directory.Wallets;
import mostao.gateway.inbox.Inbox;
import mostao.gateway.inbox.Patient;
import mostao.gateway.inbox.Persistence;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Reads all outboxes in the group {@code gateway-messenger} and has every batch carried before the
 * next; a batch that can't be carried is tried until it can. Its offsets are committed afterwards.
 *
 * <p>The channel's commit strategy is {@code ignore}, and the commit that of {@link Carried}:
 * {@code throttled} commits on a timer and turns unhealthy over a batch that waits for the broker,
 * {@code latest} commits every partition of a batch in a request of its own.
 */
@ApplicationScoped
public class Messenger {
  /** The channel, see application.properties. */
  static final String CHANNEL = "outboxes";

  /** Its consumer group, see application.properties. */
  static final String GROUP = "gateway-messenger";

  private final ExecutorService thread;
  private final Carrier carrier;
  private final Persistence persistence;
  private final Carried carried;
  private final Duration patience;

  Messenger(
      Deployment deployment,
      Directory directory,
      Wallets wallets,
      @Patient Inbox inbox,
      Carried carried,
      MessengerSettings settings,
      MeterRegistry meters) {
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread carrying = new Thread(task, "gateway-carrier");
              carrying.setDaemon(true);
              return carrying;
            });
    this.carrier = new Carrier(new Items(deployment), directory, wallets, inbox, thread, meters);
    this.persistence =
        new Persistence(
            "a batch of outbox records",
            settings.backoff(),
            settings.mostBackoff(),
            System::nanoTime,
            () -> meters.counter("mostao.messenger.retries").increment());
    this.carried = carried;
    this.patience = settings.patience();
  }

  /** Never fails: to the channel every batch goes well in the end. */
  @Incoming(CHANNEL)
  Uni<Void> carry(ConsumerRecords<String, byte[]> batch) {
    List<Sent> sent = new ArrayList<>(batch.count());
    batch.forEach(record -> sent.add(sent(record)));
    return Uni.createFrom()
        .completionStage(() -> persistence.until(() -> carrier.carry(sent)))
        .invoke(() -> carried.upTo(batch.nextOffsets()));
  }

  private static Sent sent(ConsumerRecord<String, byte[]> record) {
    return new Sent(
        record.topic(),
        record.partition(),
        record.offset(),
        record.key(),
        record.value(),
        Optional.ofNullable(record.headers().lastHeader(Headers.TRACEPARENT)).map(Header::value));
  }

  /** Whether batches are carried in time. */
  public boolean carries() {
    return !persistence.takesLongerThan(patience);
  }

  @PreDestroy
  void stop() {
    persistence.close();
    thread.shutdown();
  }
}
