package mostao.messenger.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Says what the broker deleted of outboxes before it was carried. Outboxes are kept for a time;
 * what went is not carried by anybody any more, so that waiting would help nobody: but it is not
 * skipped in silence, as {@code auto.offset.reset} would.
 *
 * <p>Compared are the offset that is due and the one where the outbox goes on: at an assignment,
 * and with each record that is polled, for a member that holds a partition and falls behind. An
 * outbox is not compacted and nobody writes transactions to it, so that its offsets have no other
 * gap. When everything was deleted that is there, a held partition shows it with its next record.
 *
 * <p>Not thread-safe: all of it happens on the consumer's polling thread, in the order in which the
 * consumer sees it.
 */
@Singleton
class OutboxGaps {
  private static final Logger LOG = Logger.getLogger(OutboxGaps.class);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final Map<TopicPartition, Long> due = new HashMap<>();
  private final Counter lost;

  OutboxGaps(MeterRegistry meters) {
    this.lost =
        Counter.builder("mostao.messenger.lost")
            .description("Outbox records that the broker deleted before they were carried")
            .register(meters);
  }

  /** These were assigned, and are due from the committed offsets on. */
  void begin(Consumer<?, ?> consumer, Map<TopicPartition, Long> committed) {
    Map<TopicPartition, Long> begins = begins(consumer, committed.keySet());
    committed.forEach(
        (partition, next) -> {
          long begin = Math.max(next, begins.getOrDefault(partition, next));
          compare(partition, next, begin);
          // Something of it was polled when the broker did not answer sooner.
          due.putIfAbsent(partition, begin);
        });
  }

  /** Nothing when the broker does not answer: the first record will tell. */
  private static Map<TopicPartition, Long> begins(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    try {
      return consumer.beginningOffsets(partitions, ANSWER);
    } catch (KafkaException away) {
      return Map.of();
    }
  }

  /** These are another's. */
  void end(Collection<TopicPartition> partitions) {
    due.keySet().removeAll(partitions);
  }

  /** Records as one poll gives them: those of a partition in order. */
  void polled(ConsumerRecords<?, ?> records) {
    for (ConsumerRecord<?, ?> record : records) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      Long expected = due.put(partition, record.offset() + 1);
      if (expected != null) {
        compare(partition, expected, record.offset());
      }
    }
  }

  private void compare(TopicPartition partition, long expected, long found) {
    if (found > expected) {
      lost.increment(found - expected);
      LOG.errorf(
          "OutboxTrimmed: %s goes on at offset %d, and %d was due: the messages of %d records in"
              + " between were deleted before they were carried, and are lost. The remedy is in"
              + " deploy/RUNBOOK.md under OutboxTrimmed.",
          partition, found, expected, found - expected);
    }
  }
}
