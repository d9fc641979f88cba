package mostao.local.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import mostao.local.os.Ports;
import org.apache.kafka.common.acl.AclBinding;

/**
 * The settings of a broker.
 *
 * @param data the directory for records and metadata; made and formatted when it is new
 * @param folder the folder the broker works in and has its temporary files below; emptied at start
 * @param log the file for the broker's own log
 * @param port the loopback port for clients
 * @param controllerPort the loopback port of the KRaft controller
 * @param heapMegabytes the most heap the broker's JVM may use
 * @param quickStart compile less: starts with half the processor time, and serves slower
 * @param options further ones of its JVM
 * @param startDeadline how long a start may take
 * @param listeners further ways in
 * @param overrides broker settings by their Kafka names, over the defaults of {@link #properties}
 * @param access how we are let in, and what others may
 */
public record BrokerSettings(
    Path data,
    Path folder,
    Path log,
    int port,
    int controllerPort,
    int heapMegabytes,
    boolean quickStart,
    List<String> options,
    Duration startDeadline,
    List<ProxyListener> listeners,
    Map<String, String> overrides,
    Access access) {
  private static final int HEAP_MEGABYTES = 384;
  private static final Duration START_DEADLINE = Duration.ofSeconds(120);
  private static final Access OPEN = new Access(Map.of(), List.of());

  /**
   * A listener that tells its clients another port than its own: that of a proxy before it. A Kafka
   * client connects to where the broker says it is, so a proxy alone would be passed by.
   *
   * @param name upper-case letters and digits; no two have the same
   * @param port where the broker listens, on loopback
   * @param advertisedPort where its clients are sent, on loopback
   */
  public record ProxyListener(String name, int port, int advertisedPort) {}

  /**
   * Of a broker that does not let everybody do everything.
   *
   * @param client settings of the client that makes topics, by their Kafka names: as a super user
   * @param rights given as soon as the broker answers
   */
  public record Access(Map<String, String> client, List<AclBinding> rights) {
    /** Copies the collections. */
    public Access {
      client = Map.copyOf(client);
      rights = List.copyOf(rights);
    }
  }

  /** Copies the collections. */
  public BrokerSettings {
    data = data.toAbsolutePath();
    folder = folder.toAbsolutePath();
    log = log.toAbsolutePath();
    options = List.copyOf(options);
    listeners = List.copyOf(listeners);
    overrides = Map.copyOf(overrides);
  }

  /** For tests: a quick start, on two free ports, with the log beside the data. */
  public static BrokerSettings in(Path data) {
    int base = Ports.freeBase(2);
    Path log = data.toAbsolutePath().resolveSibling(data.getFileName() + ".log");
    Path folder = data.toAbsolutePath().resolveSibling(data.getFileName() + ".run");
    return in(data, folder, log, base, base + 1).withQuickStart(true);
  }

  /** Defaults on the given ports. */
  public static BrokerSettings in(Path data, Path folder, Path log, int port, int controllerPort) {
    return new BrokerSettings(
        data,
        folder,
        log,
        port,
        controllerPort,
        HEAP_MEGABYTES,
        false,
        List.of(),
        START_DEADLINE,
        List.of(),
        Map.of(),
        OPEN);
  }

  /** The same with one Kafka setting changed. */
  public BrokerSettings with(String setting, String value) {
    Map<String, String> changed = new TreeMap<>(overrides);
    changed.put(setting, value);
    return copy(quickStart, options, listeners, changed, access);
  }

  /** The same for a broker with an authorizer. */
  public BrokerSettings with(Access rules) {
    return copy(quickStart, options, listeners, overrides, rules);
  }

  /** The same, compiled less or more. */
  public BrokerSettings withQuickStart(boolean quick) {
    return copy(quick, options, listeners, overrides, access);
  }

  /** The same with further options of its JVM. */
  public BrokerSettings withOptions(List<String> further) {
    return copy(quickStart, further, listeners, overrides, access);
  }

  /** The same with further ways in. */
  public BrokerSettings with(List<ProxyListener> ways) {
    return copy(quickStart, options, ways, overrides, access);
  }

  private BrokerSettings copy(
      boolean quick,
      List<String> further,
      List<ProxyListener> ways,
      Map<String, String> changed,
      Access rules) {
    return new BrokerSettings(
        data,
        folder,
        log,
        port,
        controllerPort,
        heapMegabytes,
        quick,
        further,
        startDeadline,
        ways,
        changed,
        rules);
  }

  /** The whole {@code server.properties}. */
  Map<String, String> properties() {
    Map<String, String> all = new TreeMap<>();
    all.put("process.roles", "broker,controller");
    all.put("node.id", "1");
    all.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    String clients = "CLIENTS://127.0.0.1:" + port;
    all.put(
        "listeners",
        clients
            + ",CONTROLLER://127.0.0.1:"
            + controllerPort
            + each(listener -> "," + listener.name() + "://127.0.0.1:" + listener.port()));
    all.put(
        "advertised.listeners",
        clients
            + each(
                listener -> "," + listener.name() + "://127.0.0.1:" + listener.advertisedPort()));
    all.put(
        "listener.security.protocol.map",
        "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT"
            + each(listener -> "," + listener.name() + ":PLAINTEXT"));
    all.put("controller.listener.names", "CONTROLLER");
    all.put("inter.broker.listener.name", "CLIENTS");
    all.put("log.dirs", data.toString());

    // Topics are made on purpose, by createTopics, with their partition counts.
    all.put("auto.create.topics.enable", "false");
    all.put("default.replication.factor", "1");
    all.put("min.insync.replicas", "1");
    all.put("offsets.topic.num.partitions", "3");
    all.put("offsets.topic.replication.factor", "1");
    // A month, longer than outboxes are kept: a messenger that was away finds what it missed.
    all.put("offsets.retention.minutes", "43200");
    all.put("transaction.state.log.num.partitions", "3");
    all.put("transaction.state.log.replication.factor", "1");
    all.put("transaction.state.log.min.isr", "1");
    all.put("share.coordinator.state.topic.num.partitions", "3");
    all.put("share.coordinator.state.topic.replication.factor", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");

    // One machine, few clients: few threads, small buffers. The cleaner's default of 128 MB is
    // taken from the heap at start.
    all.put("num.network.threads", "2");
    all.put("num.io.threads", "4");
    all.put("background.threads", "2");
    all.put("log.cleaner.dedupe.buffer.size", "8388608");
    // Fetches that were answered are forgotten sooner: by default a thousand of them, with all
    // their partitions, grow old in the heap.
    all.put("fetch.purgatory.purge.interval.requests", "100");
    all.put("log.index.size.max.bytes", "1048576");
    // Nobody asks by JMX; to register hundreds of metrics there takes time at a start.
    all.put("metric.reporters", "");

    // A consumer group needn't wait for more members, and a killed broker's own earlier life must
    // not keep it from registering again for the default nine seconds.
    all.put("group.initial.rebalance.delay.ms", "0");
    // Of groups that the broker assigns (mostao.group-protocol=consumer): as the programs' own
    // defaults for the others. The broker's are 45 s and 5 s, and it allows no less.
    all.put("group.consumer.min.session.timeout.ms", "3000");
    all.put("group.consumer.session.timeout.ms", "12000");
    all.put("group.consumer.min.heartbeat.interval.ms", "100");
    all.put("group.consumer.heartbeat.interval.ms", "500");
    all.put("broker.heartbeat.interval.ms", "1500");
    // Records that say nothing, for controllers that follow: there are none. The default is 500.
    all.put("metadata.max.idle.interval.ms", "10000");
    all.put("broker.session.timeout.ms", "5000");
    all.putAll(overrides);
    return all;
  }

  private String each(Function<ProxyListener, String> part) {
    return listeners.stream().map(part).collect(Collectors.joining());
  }
}
