package mostao.ao.testkit.memory;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A Kafka consumer whose group's offsets a test sees and sets, and whose broker is away when told
 * so.
 */
public final class GroupMember extends MockConsumer<String, byte[]> {
  private final Map<TopicPartition, Long> group = new ConcurrentHashMap<>();
  private int away;
  private int asked;

  public GroupMember() {
    super("earliest");
  }

  /** The group's committed offsets: those of the next records. Thread-safe. */
  public Map<TopicPartition, Long> group() {
    return group;
  }

  /** The next so many requests get no answer. */
  public synchronized void away(int requests) {
    away = requests;
  }

  /** How often it was asked what the group has committed, with and without an answer. */
  public synchronized int asked() {
    return asked;
  }

  private synchronized void count() {
    asked++;
  }

  private synchronized void answer() {
    if (away > 0) {
      away--;
      throw new TimeoutException("the broker does not answer");
    }
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions, Duration patience) {
    count();
    answer();
    Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
    group.forEach((partition, next) -> found.put(partition, new OffsetAndMetadata(next)));
    found.keySet().retainAll(partitions);
    return found;
  }

  @Override
  public void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback told) {
    try {
      commitSync(offsets, Duration.ZERO);
      told.onComplete(offsets, null);
    } catch (KafkaException failure) {
      told.onComplete(offsets, failure);
    }
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration patience) {
    answer();
    offsets.forEach((partition, next) -> group.put(partition, next.offset()));
  }
}
