package mostao.ao.runtime.inbox;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Function;
import mostao.ao.kafka.group.BatchQueue;
import mostao.ao.runtime.unit.Log;
import mostao.ao.runtime.unit.Unit;
import mostao.ao.runtime.unit.UnitSettings;

/** The consumers of this process, by channel: one, or {@code mostao.inbox.concurrency} of them. */
@Singleton
@Default
@Identifier(Memberships.STRATEGY)
class Memberships implements KafkaCommitHandler.Factory {
  static final String STRATEGY = "after-publication";

  /** Later offsets of the same moment share a commit. */
  private static final Duration LINGER = Duration.ofMillis(100);

  private static final long BATCH_BYTES = 8 * 1024 * 1024;

  private final Map<String, Membership> byChannel = new ConcurrentHashMap<>();
  private final Map<String, InboxQueue> queues = new ConcurrentHashMap<>();
  private final CountDownLatch opened = new CountDownLatch(1);
  private final Log log;
  private final Function<String, InboxQueue> newQueue;

  @Inject
  Memberships(Log log, Unit unit, BatchProcessor processor, UnitSettings settings) {
    this.log = log;
    BatchQueue.Limits limits =
        new BatchQueue.Limits(
            settings.inbox().batchRecords(), BATCH_BYTES, settings.inbox().longestRest());
    this.newQueue =
        channel ->
            new InboxQueue(
                channel,
                limits,
                settings.inbox().readers(),
                unit::read,
                processor.batches(() -> of(channel)));
  }

  @Override
  public KafkaCommitHandler create(
      KafkaConnectorIncomingConfiguration configuration,
      Vertx vertx,
      KafkaConsumer<?, ?> consumer,
      BiConsumer<Throwable, Boolean> reportFailure) {
    InboxQueue queue = queues.computeIfAbsent(configuration.getChannel(), newQueue);
    Membership membership = new Membership(consumer, LINGER, log::next);
    membership.joinAfter(opened);
    byChannel.put(configuration.getChannel(), membership);
    return membership;
  }

  /** From now on the consumers join their group. */
  void open() {
    opened.countDown();
  }

  /**
   * Before the connector closes its consumers, which it does on the threads that wait here. A start
   * that is refused makes no consumers, and must not make them for this.
   */
  void atEnd(
      @Observes(notifyObserver = Reception.IF_EXISTS)
          @Priority(1)
          @BeforeDestroyed(ApplicationScoped.class)
          Object end) {
    open();
  }

  /** The consumer a batch came from. */
  Membership of(String channel) {
    Membership found = byChannel.get(channel);
    if (found == null) {
      throw new IllegalStateException("no consumer on channel " + channel);
    }
    return found;
  }

  /** What waits of the consumer's records. */
  InboxQueue queue(String channel) {
    return queues.get(channel);
  }

  Collection<InboxQueue> queues() {
    return List.copyOf(queues.values());
  }

  Collection<Membership> all() {
    return List.copyOf(byChannel.values());
  }
}
