package mostao.local.floor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Topics like those that messages go through, and groups that read them; removed at the end. */
final class HopTopics implements AutoCloseable {
  private static final String PREFIX = "bench.";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Admin admin;
  private final List<String> groups = new ArrayList<>();

  HopTopics(String bootstrapServers) {
    admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** Makes the topics, once. */
  void begin() throws IOException, InterruptedException {
    try {
      removeTopics();
      admin.createTopics(all().map(HopTopics::like).toList()).all().get();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!areThere()) {
        if (System.nanoTime() > deadline) {
          throw new IOException("topics that were made are not there after " + PATIENCE);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (ExecutionException failed) {
      throw new IOException("topics can't be made: " + failed.getCause(), failed);
    }
  }

  /** The broker makes one partition after the other, and knows of a topic only a moment later. */
  private boolean areThere() throws ExecutionException, InterruptedException {
    try {
      admin.listOffsets(ends()).all().get();
      return true;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw failed;
    }
  }

  /** All that the gateway and the messenger read, also where nothing comes. */
  private static Stream<String> all() {
    return Stream.concat(
        outboxes().stream(),
        Stream.of(Topics.inbox(Topics.HANDLE), Topics.inbox(Topics.SESSION), Topics.WALLETS));
  }

  static List<String> outboxes() {
    return Topics.MODULES.stream().map(Topics::outbox).toList();
  }

  private static NewTopic like(String topic) {
    Topics.Definition real = Topics.definition(topic);
    return new NewTopic(of(topic), Optional.of(real.partitions()), Optional.empty())
        .configs(real.config());
  }

  private static Map<TopicPartition, OffsetSpec> ends() {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    all()
        .flatMap(topic -> partitions(topic).stream())
        .forEach(partition -> ends.put(partition, OffsetSpec.latest()));
    return ends;
  }

  /** Those in place of this topic's. */
  static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, Topics.definition(topic).partitions())
        .mapToObj(number -> new TopicPartition(of(topic), number))
        .toList();
  }

  /** The one in place of this topic. */
  static String of(String topic) {
    return PREFIX + topic;
  }

  /** The group in place of this one; it goes with the topics. */
  String group(String name) {
    groups.add(PREFIX + name);
    return PREFIX + name;
  }

  private void removeTopics() throws ExecutionException, InterruptedException {
    Set<String> there = admin.listTopics().names().get();
    admin.deleteTopics(all().map(HopTopics::of).filter(there::contains).toList()).all().get();
  }

  @Override
  public void close() throws IOException {
    try (admin) {
      removeTopics();
      admin.deleteConsumerGroups(groups).all().get();
    } catch (ExecutionException failed) {
      if (!(failed.getCause() instanceof GroupIdNotFoundException)) {
        throw new IOException("topics and groups " + PREFIX + "* can't be removed", failed);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
