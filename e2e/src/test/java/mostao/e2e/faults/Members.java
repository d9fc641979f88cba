package mostao.e2e.faults;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * The members of the consumer groups and their partitions. A member that was removed, or left and
 * rejoined, has another id.
 */
record Members(Map<String, Set<TopicPartition>> assigned) {
  private static final Set<String> GROUPS =
      Set.of("ao-registry", "ao-handle", "ao-session", "gateway-messenger");

  static Members now() {
    try (Admin admin =
        Admin.create(
            Map.of("bootstrap.servers", FaultSystem.stack().broker().bootstrapServers()))) {
      Map<String, Set<TopicPartition>> assigned = new TreeMap<>();
      admin
          .describeConsumerGroups(GROUPS)
          .all()
          .get(20, TimeUnit.SECONDS)
          .values()
          .forEach(
              group -> {
                for (MemberDescription member : group.members()) {
                  Set<TopicPartition> partitions = new TreeSet<>(TopicTrace.BY_NAME);
                  partitions.addAll(member.assignment().topicPartitions());
                  assigned.put(member.consumerId(), partitions);
                }
              });
      return new Members(assigned);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException | TimeoutException silent) {
      throw new AssertionError("the broker does not list the members of the groups", silent);
    }
  }
}
