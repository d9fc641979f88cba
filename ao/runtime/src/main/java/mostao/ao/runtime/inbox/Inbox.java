package mostao.ao.runtime.inbox;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.ao.runtime.unit.UnitSettings;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.wire.Headers;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * The one consumer of a service. A batch is handed over to a thread of our own, because processor
 * it may wait for a broken database for hours: meanwhile the connector finds no demand, pauses the
 * partitions and polls on, so the consumer stays in its group, and no worker of the framework is
 * held. The next batch of the same consumer is asked for when this one is done.
 */
@ApplicationScoped
class Inbox {
  private static final Logger LOG = Logger.getLogger("mostao.inbox");
  private static final byte[] NOTHING = {};

  private final BatchProcessor processor;
  private final Memberships memberships;
  private final UnitSettings settings;
  private final ExecutorService turns;

  @Inject
  Inbox(BatchProcessor processor, Memberships memberships, UnitSettings settings) {
    this.processor = processor;
    this.memberships = memberships;
    this.settings = settings;
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    AtomicInteger number = new AtomicInteger();
    this.turns =
        Executors.newFixedThreadPool(
            settings.inbox().concurrency(),
            work -> {
              Thread thread = new Thread(work, "inbox-turn-" + number.incrementAndGet());
              thread.setContextClassLoader(loader);
              return thread;
            });
  }

  @Incoming("inbox")
  Uni<Void> take(
      ConsumerRecords<String, byte[]> records,
      IncomingKafkaRecordBatchMetadata<String, byte[]> metadata) {
    if (processor.isStopping()) {
      return Uni.createFrom().nothing();
    }
    Membership membership = memberships.of(metadata.getChannel());
    List<ReceivedRecord> batch = new ArrayList<>(records.count());
    for (ConsumerRecord<String, byte[]> record : records) {
      byte[] value = record.value() == null ? NOTHING : record.value();
      batch.add(
          new ReceivedRecord(
              record.topic(),
              record.partition(),
              record.offset(),
              record.timestamp(),
              record.key(),
              value,
              Optional.ofNullable(record.headers().lastHeader(Headers.TRACEPARENT))
                  .map(Header::value)));
    }
    return Uni.createFrom()
        .item(() -> processor.toItsEnd(batch, membership))
        .runSubscriptionOn(turns)
        // An abandoned batch is neither done nor failed: the next member with the partition takes
        // it.
        .flatMap(done -> done ? Uni.createFrom().voidItem() : Uni.createFrom().<Void>nothing());
  }

  /** Before the connector closes its consumers and the database its connections. */
  void atStop(@Observes ShutdownEvent stop) {
    processor.stop();
    memberships.open();
    turns.shutdown();
    try {
      long patience = settings.inbox().shutdownWait().toMillis();
      if (!turns.awaitTermination(patience, TimeUnit.MILLISECONDS)) {
        LOG.warnf("A batch is not done after %d ms: abandoned, it will be taken again", patience);
        turns.shutdownNow();
        turns.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException hurry) {
      turns.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
