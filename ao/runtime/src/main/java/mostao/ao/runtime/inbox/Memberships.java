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
import jakarta.enterprise.inject.Default;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import mostao.ao.runtime.unit.Log;

/** The consumers of this process, by channel: one, or {@code mostao.inbox.concurrency} of them. */
@Singleton
@Default
@Identifier(Memberships.STRATEGY)
class Memberships implements KafkaCommitHandler.Factory {
  static final String STRATEGY = "after-publication";

  private final Map<String, Membership> byChannel = new ConcurrentHashMap<>();
  private final CountDownLatch opened = new CountDownLatch(1);
  private final Log log;

  @Inject
  Memberships(Log log) {
    this.log = log;
  }

  @Override
  public KafkaCommitHandler create(
      KafkaConnectorIncomingConfiguration configuration,
      Vertx vertx,
      KafkaConsumer<?, ?> consumer,
      BiConsumer<Throwable, Boolean> reportFailure) {
    Membership membership = new Membership(consumer, log::next);
    membership.joinAfter(opened);
    byChannel.put(configuration.getChannel(), membership);
    return membership;
  }

  /** From now on the consumers join their group. */
  void open() {
    opened.countDown();
  }

  /** Before the connector closes its consumers, which it does on the threads that wait here. */
  void atEnd(@Observes @Priority(1) @BeforeDestroyed(ApplicationScoped.class) Object end) {
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

  Collection<Membership> all() {
    return List.copyOf(byChannel.values());
  }
}
