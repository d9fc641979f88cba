package mostao.ao.kafka.tail;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mostao.ao.kafka.ClientSettings;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Asks the broker. */
public final class BrokerEndOffsets implements EndOffsets, AutoCloseable {
  private final Admin admin;
  private final int timeoutMs;
  private final Map<TopicPartition, OffsetSpec> latest;

  /**
   * @param name of the client
   * @param kafka client settings, as bootstrap servers and security
   * @param timeout of one question
   */
  public BrokerEndOffsets(
      String name, Map<String, Object> kafka, Topics.Definition topic, Duration timeout) {
    this.timeoutMs = Math.toIntExact(timeout.toMillis());
    this.admin = Admin.create(ClientSettings.admin(name, kafka, timeout));
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

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
