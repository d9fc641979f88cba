package mostao.e2e.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/** Watches who has the partitions of a consumer group, as the broker says. Thread-safe. */
final class Owners implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Admin admin = admin();
  private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
  private final String group;
  private final Map<TopicPartition, String> owners = new HashMap<>();
  private int moves;

  Owners(String group) {
    this.group = group;
    looking.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Admin admin() {
    return Admin.create(
        Map.of("bootstrap.servers", FaultSystem.stack().broker().bootstrapServers()));
  }

  private void look() {
    try {
      ConsumerGroupDescription now = describe(admin, group);
      for (MemberDescription member : now.members()) {
        String owner = member.groupInstanceId().orElse(member.consumerId());
        member.assignment().topicPartitions().forEach(partition -> found(partition, owner));
      }
    } catch (Exception later) {
      // A broker that does not answer is looked at again; awaitBalance tells if it never does.
    }
  }

  private synchronized void found(TopicPartition partition, String owner) {
    String before = owners.put(partition, owner);
    if (before != null && !before.equals(owner)) {
      moves++;
    }
  }

  /** How often a partition went from one member to another since the call before. */
  synchronized int moves() {
    int counted = moves;
    moves = 0;
    return counted;
  }

  /** Waits until so many members share the partitions, as evenly as they can. */
  static void awaitBalance(String group, int members) {
    try (Admin admin = admin()) {
      Waiting.until(
          PATIENCE,
          members + " members share the partitions of " + group,
          () -> {
            ConsumerGroupDescription now = describe(admin, group);
            List<Integer> shares =
                now.members().stream()
                    .map(member -> member.assignment().topicPartitions().size())
                    .sorted()
                    .toList();
            boolean even = shares.size() == members && shares.get(members - 1) - shares.get(0) <= 1;
            return even && shares.get(0) > 0 && now.groupState() == GroupState.STABLE
                ? null
                : now.groupState() + ", " + shares;
          });
    }
  }

  /** Waits until the group has no member, static ones that stay for a while included. */
  static void awaitNobody(String group) {
    try (Admin admin = admin()) {
      Waiting.until(
          PATIENCE,
          group + " has no member",
          () -> {
            int members = describe(admin, group).members().size();
            return members == 0 ? null : members + " members";
          });
    }
  }

  private static ConsumerGroupDescription describe(Admin admin, String group) throws Exception {
    return admin.describeConsumerGroups(List.of(group)).all().get(20, TimeUnit.SECONDS).get(group);
  }

  @Override
  public void close() {
    looking.shutdownNow();
    admin.close(Duration.ofSeconds(5));
  }
}
