package mostao.ao.runtime.inbox;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mostao.ao.kafka.ClientSettings;
import mostao.ao.runtime.unit.LogPosition;
import mostao.ao.runtime.unit.Origin;
import mostao.ao.runtime.unit.UnitSettings;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Refuses to go on with a database and an inbox that can't belong together: at start, or, when the
 * broker is away then, before the first batch is taken. Thread-safe.
 */
@Singleton
class OriginCheck {
  private static final Logger LOG = Logger.getLogger("mostao.inbox");

  /** Before the connector starts its consumers. */
  private static final int EARLY = 500;

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final LogPosition place;
  private final String topic;
  private final Optional<String> accepted;
  private final Map<String, Object> broker;
  private volatile boolean done;

  @Inject
  OriginCheck(
      LogPosition place,
      UnitSettings settings,
      @Identifier("default-kafka-broker") Map<String, Object> broker) {
    this.place = place;
    this.topic = Topics.inbox(settings.module());
    this.accepted = settings.inbox().acceptOrigin();
    this.broker = broker;
  }

  void atStart(@Observes @Priority(EARLY) StartupEvent start) {
    try {
      find().ifPresent(OriginCheck::stop);
    } catch (BrokenDependency away) {
      LOG.warnf("The inbox is compared with the database later: %s", away.getMessage());
    }
  }

  private static void stop(OriginMismatch mismatch) {
    throw new IllegalStateException(mismatch.toString());
  }

  /**
   * Compares them unless that was done.
   *
   * @throws BrokenDependency when one does not answer, or when they don't belong together; then
   *     this process ends
   */
  void beforeTheFirstBatch() {
    if (done) {
      return;
    }
    Optional<OriginMismatch> mismatch = find();
    if (mismatch.isPresent()) {
      LOG.error(mismatch.get());
      Quarkus.asyncExit(1);
      throw new BrokenDependency(mismatch.get().toString(), null);
    }
  }

  private synchronized Optional<OriginMismatch> find() {
    try (Admin admin = Admin.create(ClientSettings.admin("ao-origin-check", broker, ANSWER))) {
      return compare(admin);
    }
  }

  private Optional<OriginMismatch> compare(Admin admin) {
    TopicDescription description =
        answer(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    Origin found =
        new Origin(answer(admin.describeCluster().clusterId()), description.topicId().toString());
    Optional<Origin> recorded = place.origin();
    Optional<OriginMismatch> mismatch =
        OriginMismatch.of(topic, recorded, found, accepted, place.next(), kept(admin, description));
    if (mismatch.isEmpty()) {
      if (!recorded.equals(Optional.of(found))) {
        LOG.infof("This database is evaluated from %s, topic %s", topic, found);
        place.record(found);
      }
      done = true;
    }
    return mismatch;
  }

  private static Map<Integer, OriginMismatch.Kept> kept(Admin admin, TopicDescription description) {
    Set<TopicPartition> partitions = new HashSet<>();
    description
        .partitions()
        .forEach(info -> partitions.add(new TopicPartition(description.name(), info.partition())));
    Map<TopicPartition, ListOffsetsResultInfo> begins =
        offsets(admin, partitions, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        offsets(admin, partitions, OffsetSpec.latest());
    Map<Integer, OriginMismatch.Kept> kept = new HashMap<>();
    for (TopicPartition partition : partitions) {
      kept.put(
          partition.partition(),
          new OriginMismatch.Kept(begins.get(partition).offset(), ends.get(partition).offset()));
    }
    return kept;
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Admin admin, Set<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    return answer(admin.listOffsets(asked).all());
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException away) {
      Throwable cause = away.getCause() == null ? away : away.getCause();
      throw new BrokenDependency("the broker did not describe the inbox: " + cause, away);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      throw new BrokenDependency("interrupted while the inbox was described", hurry);
    }
  }
}
