package mostao.local.broker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** Brings the broker's topics to a wanted list; doing it again changes nothing. */
final class TopicPlan {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final short ONE_REPLICA = 1;

  private final Admin admin;
  private final List<TopicSpec> wanted;

  TopicPlan(Admin admin, List<TopicSpec> wanted) {
    this.admin = admin;
    this.wanted = List.copyOf(wanted);
  }

  void apply() {
    Set<String> present = get(admin.listTopics().names());
    List<NewTopic> missing =
        wanted.stream()
            .filter(topic -> !present.contains(topic.name()))
            .map(
                topic ->
                    new NewTopic(topic.name(), topic.partitions(), ONE_REPLICA)
                        .configs(topic.config()))
            .toList();
    get(admin.createTopics(missing).all());
    keep(wanted.stream().filter(topic -> present.contains(topic.name())).toList());
  }

  private void keep(List<TopicSpec> existing) {
    List<String> names = existing.stream().map(TopicSpec::name).toList();
    Map<String, TopicDescription> descriptions = get(admin.describeTopics(names).allTopicNames());
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (TopicSpec topic : existing) {
      int partitions = descriptions.get(topic.name()).partitions().size();
      if (partitions != topic.partitions()) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "topic %s has %d partitions instead of %d; the partition count of a keyed topic can't be changed",
                topic.name(),
                partitions,
                topic.partitions()));
      }
      if (!topic.config().isEmpty()) {
        changes.put(
            new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
            topic.config().entrySet().stream()
                .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                .toList());
      }
    }
    get(admin.incrementalAlterConfigs(changes).all());
  }

  private static <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making topics", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker did not make the topics: " + e, e);
    }
  }
}
