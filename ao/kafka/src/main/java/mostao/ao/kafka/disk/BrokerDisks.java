package mostao.ao.kafka.disk;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeLogDirsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.Node;

/**
 * The disks of all brokers, as these tell of them (KIP-827). It takes the right to describe the
 * cluster.
 */
public final class BrokerDisks implements FreeSpace {
  private final Admin admin;
  private final int timeoutMs;

  /**
   * @param admin may be others' as well
   * @param timeout how long an answer may take
   */
  public BrokerDisks(Admin admin, Duration timeout) {
    this.admin = admin;
    this.timeoutMs = Math.toIntExact(timeout.toMillis());
  }

  @Override
  public CompletionStage<OptionalLong> least() {
    return admin
        .describeCluster(new DescribeClusterOptions().timeoutMs(timeoutMs))
        .nodes()
        .toCompletionStage()
        .thenCompose(
            nodes ->
                admin
                    .describeLogDirs(
                        nodes.stream().map(Node::id).toList(),
                        new DescribeLogDirsOptions().timeoutMs(timeoutMs))
                    .allDescriptions()
                    .toCompletionStage())
        .thenApply(
            brokers ->
                brokers.values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .map(LogDirDescription::usableBytes)
                    .filter(OptionalLong::isPresent)
                    .mapToLong(OptionalLong::getAsLong)
                    .min());
  }
}
