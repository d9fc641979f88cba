package mostao.messenger.push;

import io.smallrye.common.annotation.Identifier;
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
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import mostao.ao.kafka.GroupCommits;
import mostao.ao.kafka.log.RepeatedLines;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Has the offsets of carried batches committed, see {@link GroupCommits}. Were a commit lost, the
 * batch would be pushed again under the same ids. Thread-safe.
 */
@Singleton
@Default
@Identifier(Messenger.GROUP)
class OutboxOffsets implements KafkaConsumerRebalanceListener {
  private static final Logger LOG = Logger.getLogger(RepeatedLines.COMMITS);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration COMMIT_AGAIN = Duration.ofSeconds(1);

  private final GroupCommits commits;

  @Inject
  OutboxOffsets(KafkaClientService clients) {
    this(action -> onPollingThread(clients.getConsumer(Messenger.CHANNEL), action));
  }

  OutboxOffsets(GroupCommits.PollingThread pollingThread) {
    this.commits =
        new GroupCommits(
            pollingThread,
            ANSWER,
            COMMIT_AGAIN,
            failure ->
                LOG.infof("Offsets were not committed, a batch may be pushed again: %s", failure));
  }

  private static <K, V> CompletionStage<Boolean> onPollingThread(
      KafkaConsumer<K, V> consumer, Function<Consumer<?, ?>, Boolean> action) {
    Function<Consumer<K, V>, Boolean> typed = action::apply;
    return consumer.runOnPollingThread(typed).subscribeAsCompletionStage();
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    commits.assigned(consumer, partitions);
  }

  /** Also called for partitions that were lost; committing those fails, which is logged. */
  @Override
  public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    commits.revoked(consumer, partitions);
  }

  /** Commits these next offsets soon; what is committed later includes them. */
  void upTo(Map<TopicPartition, OffsetAndMetadata> next) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    next.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    commits.done(offsets);
  }
}
