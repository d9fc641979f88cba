package mostao.local.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import mostao.ao.wire.Topics;
import mostao.local.broker.BrokerSettings;
import mostao.local.database.DatabaseSettings;
import mostao.local.os.Ports;

/**
 * The parts of the local system and their locations.
 *
 * @param data the directory for all data
 * @param binaries where the database's programs are unpacked to, once
 * @param port the first of nine ports: gateway, registry, handle, session, broker, controller,
 *     database, messenger, the gateway's management
 * @param openReads whether anyone may read everything ({@code mostao.reads=open})
 * @param services the service processes, in the order in which they are listed and stopped last to
 *     first
 * @param topics the topics that must exist before a service starts
 * @param readyDeadline how long one part may take to start
 * @param broker changes the broker's settings; for tests that put proxies before it, or secure it
 * @param database changes the database's settings
 * @param purpose what its programs are started for
 */
public record StackSettings(
    Path data,
    Path binaries,
    int port,
    boolean openReads,
    List<ServiceSpec> services,
    List<Topics.Definition> topics,
    Duration readyDeadline,
    UnaryOperator<BrokerSettings> broker,
    UnaryOperator<DatabaseSettings> database,
    Purpose purpose) {
  /** What a stack's programs are started for. */
  public enum Purpose {
    USE,
    /** For minutes: compile less, start with half the processor time, and serve slower. */
    TRIAL,
    /** Every program leaves what its next start is faster with ({@code ClassCache}). */
    TRAINING
  }

  /** How many consecutive ports a stack uses. */
  public static final int PORTS = 9;

  /** The port users know; the others follow it. */
  public static final int DEFAULT_PORT = 7070;

  /** The highest first port, so that all of them exist. */
  public static final int HIGHEST_PORT = 65_535 - PORTS + 1;

  static final int BROKER = 4;
  static final int CONTROLLER = 5;
  static final int DATABASE = 6;
  private static final int MESSENGER = 7;

  /** Of a gateway, from its first port. */
  static final int MANAGEMENT = 8;

  private static final Duration READY_DEADLINE = Duration.ofSeconds(120);

  /** Checks the ports and makes paths absolute. */
  public StackSettings {
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("port " + port + ": choose one from 1 to " + HIGHEST_PORT);
    }
    data = data.toAbsolutePath().normalize();
    binaries = binaries.toAbsolutePath().normalize();
    services = List.copyOf(services);
    topics = List.copyOf(topics);
  }

  /** With the defaults of broker and database, and compiled as far as it is worth. */
  public StackSettings(
      Path data,
      Path binaries,
      int port,
      boolean openReads,
      List<ServiceSpec> services,
      List<Topics.Definition> topics,
      Duration readyDeadline) {
    this(
        data,
        binaries,
        port,
        openReads,
        services,
        topics,
        readyDeadline,
        UnaryOperator.identity(),
        UnaryOperator.identity(),
        Purpose.USE);
  }

  /** The services of this repository, as built in their {@code target} folders. */
  public static StackSettings of(Path root, Path data, int port) {
    List<ServiceSpec> services =
        List.of(
            ServiceSpec.packaged(
                root, "registry", 1, Role.UNIT, Optional.of("registry"), "registry-service"),
            ServiceSpec.packaged(
                root, "handle", 2, Role.UNIT, Optional.of("handle"), "handle-service"),
            ServiceSpec.packaged(
                root, "session", 3, Role.UNIT, Optional.of("session"), "session-service"),
            ServiceSpec.packaged(
                root, "messenger", MESSENGER, Role.MESSENGER, Optional.empty(), "messenger"),
            ServiceSpec.packaged(root, "gateway", 0, Role.GATEWAY, Optional.empty(), "gateway"));
    List<Topics.Definition> topics = Topics.all();
    return new StackSettings(
        data,
        root.resolve("deploy/local/target/postgres"),
        port,
        false,
        services,
        topics,
        READY_DEADLINE);
  }

  /** The same on ports that are free now; for tests. */
  public StackSettings onFreePorts() {
    return new StackSettings(
        data,
        binaries,
        Ports.freeBase(PORTS),
        openReads,
        services,
        topics,
        readyDeadline,
        broker,
        database,
        purpose);
  }

  /** The same with another broker, for example {@code broker -> broker.with("key", "value")}. */
  public StackSettings withBroker(UnaryOperator<BrokerSettings> change) {
    return new StackSettings(
        data,
        binaries,
        port,
        openReads,
        services,
        topics,
        readyDeadline,
        before -> change.apply(broker.apply(before)),
        database,
        purpose);
  }

  /** The same with another database, for example {@code database -> database.withTls(folder)}. */
  public StackSettings withDatabase(UnaryOperator<DatabaseSettings> change) {
    return new StackSettings(
        data,
        binaries,
        port,
        openReads,
        services,
        topics,
        readyDeadline,
        broker,
        before -> change.apply(database.apply(before)),
        purpose);
  }

  /** The same with further ways to the broker. */
  public StackSettings withProxyListeners(List<BrokerSettings.ProxyListener> ways) {
    return withBroker(before -> before.with(ways));
  }

  /** The same with reads open to anyone. */
  public StackSettings withOpenReads() {
    return new StackSettings(
        data, binaries, port, true, services, topics, readyDeadline, broker, database, purpose);
  }

  /** The same for a short life, such as a demonstration's or a test's. */
  public StackSettings withQuickStart() {
    return new StackSettings(
        data,
        binaries,
        port,
        openReads,
        services,
        topics,
        readyDeadline,
        broker,
        database,
        Purpose.TRIAL);
  }

  /** The same as a run that makes the next starts faster; stopping it takes longer. */
  public StackSettings withTraining() {
    return new StackSettings(
        data,
        binaries,
        port,
        openReads,
        services,
        topics,
        readyDeadline,
        broker,
        database,
        Purpose.TRAINING);
  }

  /**
   * The same with the packaged programs from elsewhere.
   *
   * @param programs a folder with one for each program, named as its module
   */
  public StackSettings withPrograms(Path programs) {
    StackSettings moved = this;
    for (ServiceSpec service : services) {
      String module = service.role() == Role.UNIT ? service.name() + "-service" : service.name();
      moved = moved.withService(service.name(), spec -> spec.from(programs.resolve(module)));
    }
    return moved;
  }

  /** The same with one service changed, for example {@code spec -> spec.with("key", "value")}. */
  public StackSettings withService(String name, UnaryOperator<ServiceSpec> change) {
    List<ServiceSpec> changed =
        services.stream().map(s -> s.name().equals(name) ? change.apply(s) : s).toList();
    return new StackSettings(
        data, binaries, port, openReads, changed, topics, readyDeadline, broker, database, purpose);
  }

  /**
   * The same for one replica of each. Nobody else serves its partitions while it would rehearse,
   * and none moves to another replica: so a consumer need not hear of that soon, and asks the
   * broker less often while nothing happens.
   */
  public StackSettings withOneReplicaOfEach() {
    StackSettings changed = this;
    for (ServiceSpec service : services) {
      changed = changed.withService(service.name(), StackSettings::withoutOthers);
    }
    return changed;
  }

  private static ServiceSpec withoutOthers(ServiceSpec service) {
    return switch (service.role()) {
      case UNIT -> calm(service.with("mostao.inbox.rehearsal", "0s"), "inbox");
      case MESSENGER -> calm(service, "outboxes");
      // In five seconds one gateway takes a few thousand items of the 100,000 that may wait.
      case GATEWAY -> service.with("mostao.backlog.check", "5s");
    };
  }

  private static ServiceSpec calm(ServiceSpec service, String channel) {
    String consumer = "mp.messaging.incoming." + channel + ".";
    return service
        .with(consumer + "heartbeat.interval.ms", "3000")
        .with(consumer + "fetch.max.wait.ms", "5000")
        .with(consumer + "poll-timeout", "500");
  }

  /** The same with this service only; without services if none has this name. */
  public StackSettings withOnlyService(String name) {
    List<ServiceSpec> only = services.stream().filter(s -> s.name().equals(name)).toList();
    return new StackSettings(
        data, binaries, port, openReads, only, topics, readyDeadline, broker, database, purpose);
  }

  boolean quickStart() {
    return purpose == Purpose.TRIAL;
  }

  boolean training() {
    return purpose == Purpose.TRAINING;
  }

  /** Whether the JDK that runs this can make class caches. */
  public static boolean canTrain() {
    return ClassCache.possible(Runtime.version());
  }

  /** Where the database listens. */
  public int databasePort() {
    return port + DATABASE;
  }

  /** Where passwords are. */
  public Path secrets() {
    return data.resolve("secrets");
  }

  /** Where a service's HTTP is. */
  String url(ServiceSpec service) {
    return "http://127.0.0.1:" + (port + service.portOffset());
  }

  /** Where a service's health and metrics are. */
  String operatorUrl(ServiceSpec service) {
    return "http://127.0.0.1:" + (port + service.operatorOffset());
  }

  /** Where a part works and has its temporary files; see {@code ChildCommand}. */
  Path folder(String part) {
    return data.resolve("run").resolve(part);
  }

  Path log(String part) {
    return data.resolve("logs").resolve(part + ".log");
  }
}
