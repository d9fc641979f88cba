package mostao.messenger.push;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Shows {@link OutboxGaps} each poll where Kafka's consumer makes it: behind the connector's queue
 * a record may be of an assignment that has ended. Made by Kafka's consumer, from its settings.
 */
public class OutboxPolls implements ConsumerInterceptor<Object, Object> {
  /** The setting that holds the {@link OutboxGaps}. */
  static final String GAPS = "mostao.outbox.gaps";

  private OutboxGaps gaps;

  @Override
  public void configure(Map<String, ?> settings) {
    gaps = (OutboxGaps) settings.get(GAPS);
  }

  @Override
  public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
    gaps.polled(records);
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}
}
