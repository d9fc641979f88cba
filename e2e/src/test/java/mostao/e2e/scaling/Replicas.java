package mostao.e2e.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mostao.local.stack.ServiceProcess;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.awaitility.Awaitility;

/**
 * Processes of one service, and what each of them has done, by its own metrics.
 *
 * @param group that they share partitions in; none for gateways
 * @param counter the metric that counts their work
 * @param label that its series must have; empty for any
 */
record Replicas(
    List<ServiceProcess> running,
    String bootstrapServers,
    Optional<String> group,
    String counter,
    String label) {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /**
   * Waits until the members share the partitions as evenly as they can.
   *
   * @return how many each has; none without a group
   */
  List<Integer> awaitBalance() {
    AtomicReference<List<Integer>> shares = new AtomicReference<>(List.of());
    if (group.isPresent()) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
        Awaitility.await(running.size() + " members share the partitions of " + group.get())
            .atMost(PATIENCE)
            .untilAsserted(() -> shares.set(balanced(admin, group.get())));
      }
    }
    return shares.get();
  }

  private List<Integer> balanced(Admin admin, String name) throws Exception {
    ConsumerGroupDescription now =
        admin.describeConsumerGroups(List.of(name)).all().get(20, TimeUnit.SECONDS).get(name);
    List<Integer> shares =
        now.members().stream()
            .map(member -> member.assignment().topicPartitions().size())
            .sorted()
            .toList();
    assertThat(now.groupState()).isEqualTo(GroupState.STABLE);
    assertThat(shares).hasSize(running.size());
    assertThat(shares.get(0)).isPositive();
    assertThat(shares.get(shares.size() - 1) - shares.get(0)).isLessThanOrEqualTo(1);
    return shares;
  }

  /** What each has done since its start. */
  List<Double> done() throws IOException, InterruptedException {
    List<Double> done = new ArrayList<>();
    for (ServiceProcess process : running) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(process.operatorUrl() + "/q/metrics"))
              .timeout(Duration.ofSeconds(20))
              .build();
      String metrics = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
      done.add(
          metrics
              .lines()
              .filter(line -> line.startsWith(counter) && line.contains(label))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
              .sum());
    }
    return done;
  }
}
