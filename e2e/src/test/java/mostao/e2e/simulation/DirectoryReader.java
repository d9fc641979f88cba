package mostao.e2e.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Reading;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.testkit.simulation.Broker;
import mostao.ao.testkit.simulation.Fault;
import mostao.ao.testkit.simulation.Simulation;
import mostao.ao.testkit.simulation.Slot;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** The real directory over the simulated broker, read one record at a time. */
final class DirectoryReader {
  private static final Slot DIRECTORY = new Slot(Topics.PROCESSES, 0);
  private static final TopicPartition PARTITION = new TopicPartition(Topics.PROCESSES, 0);

  /** No run takes as long, in real time. */
  private static final Duration NEVER = Duration.ofHours(1);

  private final Simulation simulation;
  private final Broker broker;
  private final Directory directory;
  private long next;

  /**
   * @param signatures verify the items of a deployment
   */
  DirectoryReader(Simulation simulation, Broker broker, Signatures signatures) {
    this.simulation = simulation;
    this.broker = broker;
    this.directory =
        new Directory(
            this::end,
            new Directory.Settings("simulated", NEVER, Optional.empty(), 100_000),
            bytes -> DataItem.parse(bytes).fold(signatures::verify, Reading.Refused::new),
            () -> {});
  }

  private CompletionStage<Map<Integer, Long>> end() {
    return simulation.random().strikes(Fault.BROKER_SLOW)
        ? CompletableFuture.failedFuture(new TimeoutException("the broker does not say"))
        : CompletableFuture.completedFuture(Map.of(0, broker.end(DIRECTORY)));
  }

  Directory directory() {
    return directory;
  }

  /** Reads a record, if there is one. */
  boolean step() {
    List<ReceivedRecord> found = broker.read(DIRECTORY, next, 1);
    if (found.isEmpty()) {
      directory.position(PARTITION, next);
      return false;
    }
    ReceivedRecord record = found.get(0);
    directory.record(
        new ConsumerRecord<>(
            record.topic(), record.partition(), record.offset(), record.key(), record.value()));
    next++;
    directory.position(PARTITION, next);
    return true;
  }

  boolean isAtEnd() {
    return next == broker.end(DIRECTORY);
  }

  /** Cancels all waits for the directory. */
  void die() {
    directory.position(PARTITION, Long.MAX_VALUE);
  }
}
