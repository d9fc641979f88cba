package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import mostao.ao.wire.Topics;
import mostao.local.stack.ServiceProcess;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a planned change of session-service's replicas costs people, by the ways in which a consumer
 * group can share its partitions: how long a partition has no owner, how long messages wait, how
 * many partitions move, how many Results are published again. One line for each change in {@code
 * target/rebalances.md}.
 */
@ExtendWith(FaultSystem.class)
@Tag("nightly")
@Order(Integer.MAX_VALUE)
class RebalanceIT {
  private static final Logger LOG = Logger.getLogger(RebalanceIT.class.getName());
  private static final String GROUP = "ao-session";
  private static final String CONSUMER = "mp.messaging.incoming.inbox.";

  /** So that most of the 24 partitions have a conversation. */
  private static final int PAIRS = 20;

  private static final int PER_SECOND = 3;

  /** By the services' own settings; far above what is measured, since the machine may be busy. */
  private static final long MOST_MILLIS = 5_000;

  private final List<ServiceProcess> replicas =
      List.of(
          FaultSystem.stack().service("session"),
          FaultSystem.stack().another("session", 2),
          FaultSystem.stack().another("session", 3));

  private final List<Change> changes = new ArrayList<>();

  /** How the group shares its partitions. */
  enum Way {
    /** As the services' own settings are. */
    CLASSIC(classic(500), false, Map.of()),
    BROKER(Map.of("mostao.group-protocol", "consumer"), false, broker(500)),
    BROKER_5_S(Map.of("mostao.group-protocol", "consumer"), false, broker(5_000)),
    CLASSIC_3_S(classic(3_000), false, Map.of()),
    CLASSIC_STATIC(classic(500), true, Map.of()),
    BROKER_STATIC(Map.of("mostao.group-protocol", "consumer"), true, broker(500));

    private final Map<String, String> settings;
    private final boolean named;
    private final Map<String, String> group;

    /**
     * @param settings of the members
     * @param named whether they are static members
     * @param group the broker's settings of the group
     */
    Way(Map<String, String> settings, boolean named, Map<String, String> group) {
      this.settings = settings;
      this.named = named;
      this.group = group;
    }

    private static Map<String, String> classic(int heartbeatMillis) {
      return Map.of(
          CONSUMER + "session.timeout.ms",
          "12000",
          CONSUMER + "heartbeat.interval.ms",
          Integer.toString(heartbeatMillis));
    }

    private static Map<String, String> broker(int heartbeatMillis) {
      return Map.of(
          "consumer.session.timeout.ms",
          "12000",
          "consumer.heartbeat.interval.ms",
          Integer.toString(heartbeatMillis));
    }

    Map<String, String> of(ServiceProcess replica) {
      Map<String, String> all = new TreeMap<>(settings);
      if (named) {
        all.put("mostao.instance", replica.name());
      }
      return all;
    }
  }

  /**
   * A change and when it was, in Unix milliseconds.
   *
   * @param moves partitions that another member has
   */
  private record Change(String name, long from, long to, int moves) {}

  @ParameterizedTest
  @EnumSource(Way.class)
  void aPlannedChangeLosesNothingAndStopsNobodyForLong(Way way) throws Exception {
    long longest = measure(way);
    if (way == Way.CLASSIC) {
      assertThat(longest).as("milliseconds that a message waited").isLessThan(MOST_MILLIS);
    }
  }

  private long measure(Way way) throws Exception {
    replicas.get(0).stop();
    Owners.awaitNobody(GROUP);
    set(way.group);
    start(way, 0);
    try (Owners owners = new Owners(GROUP);
        Waits waits = new Waits(Topics.SESSION);
        Load load = Load.start(new Load.Plan(PAIRS, PER_SECOND, List.of(FaultSystem.door())))) {
      Owners.awaitBalance(GROUP, 1);
      change("calm", owners, load, () -> load.awaitAccepted(5L * PAIRS * PER_SECOND));
      change("1 to 2", owners, load, () -> started(way, 1, 2));
      change("2 to 3", owners, load, () -> started(way, 2, 3));
      for (int i = 0; i < replicas.size(); i++) {
        int one = i;
        change("restart", owners, load, () -> restarted(way, one));
      }
      change("3 to 2", owners, load, () -> stopped(way, 2));
      change("2 to 1", owners, load, () -> stopped(way, 1));
      Judge.settle(load);
      waits.read();
      return report(way, waits);
    } finally {
      replicas.get(2).stop();
      replicas.get(1).stop();
      replicas.get(0).stop();
    }
  }

  private void start(Way way, int replica) {
    replicas.get(replica).start(way.of(replicas.get(replica)));
  }

  private void started(Way way, int replica, int members) {
    start(way, replica);
    Owners.awaitBalance(GROUP, members);
  }

  private void stopped(Way way, int members) {
    replicas.get(members).stop();
    Owners.awaitBalance(GROUP, members);
  }

  private void restarted(Way way, int replica) {
    replicas.get(replica).stop();
    if (!way.named) {
      Owners.awaitBalance(GROUP, replicas.size() - 1);
    }
    started(way, replica, replicas.size());
  }

  private void change(String name, Owners owners, Load load, Runnable change) {
    owners.moves();
    long from = System.currentTimeMillis();
    change.run();
    // Whoever waited is served; and the next change begins on calm water.
    load.awaitAccepted(2L * PAIRS * PER_SECOND);
    Lag.awaitWhatWaitsNow(Judge.RECOVERY);
    changes.add(new Change(name, from, System.currentTimeMillis(), owners.moves()));
  }

  private long report(Way way, Waits waits) throws IOException {
    Handovers handovers =
        new Handovers(replicas.stream().map(ServiceProcess::log).filter(Files::exists).toList());
    StringBuilder text = new StringBuilder();
    List<Long> gaps = new ArrayList<>();
    List<Long> pauses = new ArrayList<>();
    int moves = 0;
    int again = 0;
    for (Change change : changes) {
      Waits.Stretch seen = waits.between(change.from(), change.to());
      long gap = handovers.longestMillis(change.from(), change.to());
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %d ms | %d ms | %d ms | %d | %d | %d ms |%n",
              way,
              change.name(),
              gap,
              seen.longestMillis(),
              seen.medianMillis(),
              change.moves(),
              seen.again(),
              change.to() - change.from()));
      if (!change.name().equals("calm")) {
        gaps.add(gap);
        pauses.add(seen.longestMillis());
        moves += change.moves();
        again += seen.again();
      }
    }
    gaps.sort(null);
    pauses.sort(null);
    long longest = pauses.get(pauses.size() - 1);
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | **all** | median %d, longest %d ms | median %d, longest %d ms | | %d | %d | |%n",
            way,
            gaps.get(gaps.size() / 2),
            gaps.get(gaps.size() - 1),
            pauses.get(pauses.size() / 2),
            longest,
            moves,
            again));
    LOG.info("way, change, no owner, longest wait, median wait, moves, again, took\n" + text);
    Path file = FaultSystem.root().resolve("e2e/target/rebalances.md");
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return longest;
  }

  private static void set(Map<String, String> settings) throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of("bootstrap.servers", FaultSystem.stack().broker().bootstrapServers()))) {
      List<AlterConfigOp> operations = new ArrayList<>();
      settings.forEach(
          (name, value) ->
              operations.add(
                  new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
      if (!operations.isEmpty()) {
        admin
            .incrementalAlterConfigs(
                Map.of(new ConfigResource(ConfigResource.Type.GROUP, GROUP), operations))
            .all()
            .get(20, TimeUnit.SECONDS);
      }
    }
  }
}
