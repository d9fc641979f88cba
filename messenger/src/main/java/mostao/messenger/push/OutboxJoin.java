package mostao.messenger.push;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.jboss.logging.Logger;

/**
 * Keeps the consumer from its group until this copy knows the processes, so that partitions stay
 * with the copies that can serve them. As a commit strategy, which is where the connector hands out
 * a consumer before it subscribes, it commits nothing: {@link OutboxOffsets} does. Thread-safe.
 */
@Singleton
@Default
@Identifier(OutboxJoin.STRATEGY)
public class OutboxJoin implements KafkaCommitHandler.Factory {
  /** The channel's commit strategy, see application.properties. */
  public static final String STRATEGY = "after-push";

  private static final Logger LOG = Logger.getLogger(OutboxJoin.class);

  private final CountDownLatch opened = new CountDownLatch(1);

  OutboxJoin() {}

  @Override
  public KafkaCommitHandler create(
      KafkaConnectorIncomingConfiguration configuration,
      Vertx vertx,
      KafkaConsumer<?, ?> consumer,
      BiConsumer<Throwable, Boolean> reportFailure) {
    onPollingThread(consumer, client -> isOpen())
        .subscribe()
        .with(
            open -> LOG.debugf("Joining: %s", open),
            failed -> LOG.warnf("Joining without having waited: %s", failed.toString()));
    return new KafkaCommitHandler() {
      @Override
      public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
        return Uni.createFrom().voidItem();
      }
    };
  }

  private static <K, V> Uni<Boolean> onPollingThread(
      KafkaConsumer<K, V> consumer, Function<Consumer<?, ?>, Boolean> action) {
    Function<Consumer<K, V>, Boolean> typed = action::apply;
    return consumer.runOnPollingThread(typed);
  }

  private boolean isOpen() {
    try {
      opened.await();
      return true;
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** From now on the consumer joins its group. */
  public void open() {
    opened.countDown();
  }

  /** Before the connector closes its consumer, which it does on the thread that waits here. */
  void atEnd(@Observes @Priority(1) @BeforeDestroyed(ApplicationScoped.class) Object end) {
    open();
  }
}
