package mostao.setup;

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
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** Brings a broker's topics to a wanted list; doing it again changes nothing. */
public final class TopicPlan {
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** What waiting can't mend. */
  public static final class Misfit extends IllegalStateException {
    Misfit(String message) {
      super(message);
    }
  }

  private final Admin admin;
  private final List<Topics.Definition> wanted;
  private final short replicas;

  /**
   * @param wanted topics as they must be; others are left alone
   * @param replicas of each topic that is made
   */
  public TopicPlan(Admin admin, List<Topics.Definition> wanted, short replicas) {
    this.admin = admin;
    this.wanted = List.copyOf(wanted);
    this.replicas = replicas;
  }

  /**
   * Says in one line what was done.
   *
   * @throws Misfit when a topic has another number of partitions
   */
  public String apply() throws ExecutionException, TimeoutException, InterruptedException {
    Set<String> present = get(admin.listTopics().names());
    List<NewTopic> missing =
        wanted.stream()
            .filter(topic -> !present.contains(topic.name()))
            .map(
                topic ->
                    new NewTopic(topic.name(), topic.partitions(), replicas)
                        .configs(topic.config()))
            .toList();
    get(admin.createTopics(missing).all());
    List<Topics.Definition> kept =
        wanted.stream().filter(topic -> present.contains(topic.name())).toList();
    keep(kept);
    return String.format(Locale.ROOT, "made %d, kept %d", missing.size(), kept.size());
  }

  private void keep(List<Topics.Definition> existing)
      throws ExecutionException, TimeoutException, InterruptedException {
    List<String> names = existing.stream().map(Topics.Definition::name).toList();
    Map<String, TopicDescription> descriptions = get(admin.describeTopics(names).allTopicNames());
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (Topics.Definition topic : existing) {
      int partitions = descriptions.get(topic.name()).partitions().size();
      if (partitions != topic.partitions()) {
        throw new Misfit(
            String.format(
                Locale.ROOT,
                "topic %s has %d partitions instead of %d; processes are spread over partitions by"
                    + " key, so the count is for ever",
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

  private static <T> T get(KafkaFuture<T> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
  }
}
