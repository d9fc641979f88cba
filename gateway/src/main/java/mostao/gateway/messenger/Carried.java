package mostao.gateway.messenger;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import mostao.ao.turn.Commits;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Commits the offsets of carried batches: soon, in one request for all that is due, again when that
 * fails, and before partitions go to another gateway; never below where an assignment began, see
 * {@link Commits}. Nobody waits for it: were a commit lost, the batch would be pushed again under
 * the same ids. Thread-safe; everything that touches the Kafka consumer runs on its polling thread.
 */
@Singleton
@Default
@Identifier(Messenger.GROUP)
class Carried implements KafkaConsumerRebalanceListener {
  private static final Logger LOG = Logger.getLogger(Carried.class);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration LAST_COMMIT = Duration.ofSeconds(3);
  private static final Duration COMMIT_AGAIN = Duration.ofSeconds(1);

  private final Polling polling;
  private final Duration pause;
  private final Commits<TopicPartition> commits = new Commits<>();
  private final AtomicBoolean commitAhead = new AtomicBoolean();

  /** The thread that owns the Kafka consumer. */
  @FunctionalInterface
  interface Polling {
    Uni<Boolean> run(Function<Consumer<?, ?>, Boolean> action);
  }

  @Inject
  Carried(KafkaClientService clients) {
    this(action -> onPollingThread(clients.getConsumer(Messenger.CHANNEL), action), COMMIT_AGAIN);
  }

  /**
   * @param pause before a commit that failed is tried again
   */
  Carried(Polling polling, Duration pause) {
    this.polling = polling;
    this.pause = pause;
  }

  private static <K, V> Uni<Boolean> onPollingThread(
      KafkaConsumer<K, V> consumer, Function<Consumer<?, ?>, Boolean> action) {
    Function<Consumer<K, V>, Boolean> typed = action::apply;
    return consumer.runOnPollingThread(typed);
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    commits.assigned(partitions);
    try {
      commits.begin(committed(consumer, partitions));
    } catch (KafkaException away) {
      LOG.infof("where %d partitions begin is asked later: %s", partitions.size(), away);
    }
  }

  /** Also called for partitions that were lost; committing those fails, which is logged. */
  @Override
  public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> next = commits.take();
    commits.revoked(partitions);
    if (next.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets(next), LAST_COMMIT);
    } catch (KafkaException failure) {
      notCommitted(failure);
      again(next);
    }
  }

  /** Commits these next offsets soon; what is committed later includes them. */
  void upTo(Map<TopicPartition, OffsetAndMetadata> next) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    next.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    done(offsets);
  }

  private void done(Map<TopicPartition, Long> next) {
    commits.done(next);
    if (commitAhead.compareAndSet(false, true)) {
      polling
          .run(this::commit)
          .subscribe()
          .with(
              done -> {},
              failure -> {
                commitAhead.set(false);
                notCommitted(failure);
              });
    }
  }

  private boolean commit(Consumer<?, ?> consumer) {
    commitAhead.set(false);
    findBeginnings(consumer);
    Map<TopicPartition, Long> next = commits.take();
    if (!next.isEmpty()) {
      consumer.commitAsync(
          offsets(next),
          (committed, failure) -> {
            if (failure != null) {
              notCommitted(failure);
              again(next);
            }
          });
    }
    return true;
  }

  /** Where assignments began, if the broker did not answer then. */
  private void findBeginnings(Consumer<?, ?> consumer) {
    Set<TopicPartition> unknown = commits.unknown();
    if (unknown.isEmpty()) {
      return;
    }
    try {
      commits.begin(committed(consumer, unknown));
    } catch (KafkaException away) {
      notCommitted(away);
      again(Map.of());
    }
  }

  private void again(Map<TopicPartition, Long> next) {
    Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(pause)
        .subscribe()
        .with(later -> done(next), this::notCommitted);
  }

  private void notCommitted(Throwable failure) {
    LOG.infof("offsets were not committed, a batch may be pushed again: %s", failure);
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<TopicPartition, Long> next) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    return offsets;
  }

  /** What the group has committed; nothing is the beginning, see {@code auto.offset.reset}. */
  private static Map<TopicPartition, Long> committed(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> answer =
        consumer.committed(Set.copyOf(partitions), ANSWER);
    Map<TopicPartition, Long> committed = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata found = answer.get(partition);
      committed.put(partition, found == null ? 0 : found.offset());
    }
    return committed;
  }
}
