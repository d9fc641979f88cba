package mostao.ao.kafka.tail;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Asks the broker, on another connection than the one that reads. */
public final class BrokerEndOffsets implements EndOffsets {
  private final Admin admin;
  private final int timeoutMs;
  private final Map<TopicPartition, OffsetSpec> latest;

  /**
   * @param admin may be others' as well
   * @param timeout of one question
   */
  public BrokerEndOffsets(Admin admin, Topics.Definition topic, Duration timeout) {
    this.timeoutMs = Math.toIntExact(timeout.toMillis());
    this.admin = admin;
    this.latest =
        IntStream.range(0, topic.partitions())
            .boxed()
            .collect(
                Collectors.toMap(
                    p -> new TopicPartition(topic.name(), p), p -> OffsetSpec.latest()));
  }

  @Override
  public CompletionStage<Map<Integer, Long>> ask() {
    return admin
        .listOffsets(latest, new ListOffsetsOptions().timeoutMs(timeoutMs))
        .all()
        .toCompletionStage()
        .thenApply(
            ends ->
                ends.entrySet().stream()
                    .collect(
                        Collectors.toMap(
                            end -> end.getKey().partition(), end -> end.getValue().offset())));
  }
}
