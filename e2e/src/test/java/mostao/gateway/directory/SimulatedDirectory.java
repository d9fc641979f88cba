package mostao.gateway.directory;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import mostao.ao.turn.ReceivedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The real directory, read by whoever simulates it. */
public final class SimulatedDirectory {
  /** No run takes as long, in real time. */
  private static final long NEVER_MS = 3_600_000;

  private final Directory directory;

  /**
   * @param ends asked where the topic's partitions end
   */
  public SimulatedDirectory(Supplier<CompletionStage<Map<Integer, Long>>> ends) {
    this.directory = new Directory(ends::get, NEVER_MS, () -> {});
  }

  public Directory directory() {
    return directory;
  }

  /** A record of the topic was read. */
  public void read(ReceivedRecord found) {
    directory.record(
        new ConsumerRecord<>(
            found.topic(), found.partition(), found.offset(), found.key(), found.value()));
    reached(new TopicPartition(found.topic(), found.partition()), found.offset() + 1);
  }

  /** Everything before this offset was read. */
  public void reached(TopicPartition partition, long next) {
    directory.position(partition, next);
  }
}
