package mostao.ao.runtime.inbox;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import mostao.ao.runtime.unit.UnitSettings;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * The one consumer of a service. What is polled is put in a queue, and a thread of our own takes
 * batches from it, because one may wait for a broken database for hours: when there is no room in
 * the queue, the connector finds no demand, pauses the partitions and polls on, so the consumer
 * stays in its group, and no worker of the framework is held.
 */
@ApplicationScoped
class Inbox {
  private static final Logger LOG = Logger.getLogger("mostao.inbox");

  private final BatchProcessor processor;
  private final Memberships memberships;
  private final UnitSettings settings;

  @Inject
  Inbox(BatchProcessor processor, Memberships memberships, UnitSettings settings) {
    this.processor = processor;
    this.memberships = memberships;
    this.settings = settings;
  }

  @Incoming("inbox")
  Uni<Void> take(
      ConsumerRecords<String, byte[]> records,
      IncomingKafkaRecordBatchMetadata<String, byte[]> metadata) {
    if (processor.isStopping()) {
      return Uni.createFrom().nothing();
    }
    InboxQueue queue = memberships.queue(metadata.getChannel());
    if (queue.isBusy()) {
      // The connector would fetch every record as soon as it is there, which costs the broker a
      // passage over all partitions each time, and gains nothing before the turn ends.
      memberships.of(metadata.getChannel()).beforeTheNextPoll(queue::gather);
    }
    return queue.receive(records);
  }

  /** Before the connector closes its consumers and the database its connections. */
  void atStop(@Observes ShutdownEvent stop) {
    processor.stop();
    memberships.open();
    Duration patience = settings.inbox().shutdownWait();
    long end = System.nanoTime() + patience.toNanos();
    for (InboxQueue queue : memberships.queues()) {
      if (!queue.finish(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
        LOG.warnf(
            "A batch is not done after %d ms: abandoned, it will be taken again",
            patience.toMillis());
      }
      queue.close();
    }
  }
}
