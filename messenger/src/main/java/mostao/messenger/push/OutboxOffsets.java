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
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import mostao.ao.kafka.GroupCommits;
import mostao.ao.kafka.log.RepeatedLines;
import org.apache.kafka.clients.consumer.Consumer;
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

  /** Later offsets of the same moment share a commit. */
  private static final Duration LINGER = Duration.ofMillis(100);

  private final GroupCommits.PollingThread pollingThread;
  private final GroupCommits commits;
  private final OutboxGaps gaps;

  @Inject
  OutboxOffsets(KafkaClientService clients, OutboxGaps gaps) {
    this(action -> onPollingThread(clients.getConsumer(Messenger.CHANNEL), action), LINGER, gaps);
  }

  /**
   * @param linger how long offsets gather before a commit
   */
  OutboxOffsets(GroupCommits.PollingThread pollingThread, Duration linger, OutboxGaps gaps) {
    this.pollingThread = pollingThread;
    this.gaps = gaps;
    this.commits =
        new GroupCommits(
            pollingThread,
            ANSWER,
            linger,
            COMMIT_AGAIN,
            failure ->
                LOG.infof("Offsets were not committed, a batch may be pushed again: %s", failure),
            gaps::begin);
  }

  private static <K, V> CompletionStage<Boolean> onPollingThread(
      KafkaConsumer<K, V> consumer, Function<Consumer<?, ?>, Boolean> action) {
    Function<Consumer<K, V>, Boolean> typed = action::apply;
    return consumer.runOnPollingThread(typed).subscribeAsCompletionStage();
  }

  /** Keeps the consumer from its next poll for as long as this runs. */
  void beforeTheNextPoll(Runnable action) {
    pollingThread
        .run(
            client -> {
              action.run();
              return true;
            })
        .exceptionally(
            failed -> {
              LOG.debugf("the next poll came first: %s", failed);
              return null;
            });
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    commits.assigned(consumer, partitions);
  }

  /** Also called for partitions that were lost; committing those fails, which is logged. */
  @Override
  public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    commits.revoked(consumer, partitions);
    gaps.end(partitions);
  }

  /** Commits these next offsets soon; what is committed later includes them. */
  void upTo(Map<TopicPartition, Long> next) {
    commits.done(next);
  }
}
