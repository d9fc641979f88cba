package mostao.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import mostao.local.broker.BrokerSettings;
import mostao.local.broker.EmbeddedBroker;
import mostao.local.database.DatabaseSettings;
import mostao.local.database.EmbeddedDatabase;
import mostao.local.database.SchemaOwner;
import mostao.local.os.DirectoryLock;
import mostao.local.os.Folders;
import mostao.local.os.Ports;
import mostao.local.os.StartFailure;
import mostao.local.secret.SecretFile;

/**
 * The running system: a broker, a database and the services, each a process of its own. One stack
 * for a data directory; the data is kept for the next start. Nothing outlives this JVM.
 * Thread-safe: {@link #close} may be called while another thread is in {@link #start}, which then
 * fails.
 */
public final class LocalStack implements AutoCloseable {
  private static final Duration PART_DEADLINE = Duration.ofSeconds(120);

  private final StackSettings settings;
  private final Progress progress;
  private final ReentrantLock lifecycle = new ReentrantLock();

  /** The parts that have been or are being started, in a fixed order; stopped from the end. */
  private final List<Component> parts = new CopyOnWriteArrayList<>();

  private final Map<String, SchemaOwner> owners = new ConcurrentHashMap<>();
  private final Map<String, ServiceProcess> services = new LinkedHashMap<>();
  private final Map<String, ServiceProcess> further = new LinkedHashMap<>();
  private volatile Thread starter;
  private volatile boolean closing;
  private volatile EmbeddedBroker broker;
  private volatile EmbeddedDatabase database;
  private volatile String schedulerAddress;
  private DirectoryLock lock;

  /** A stack that has not been started. */
  public LocalStack(StackSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** A started stack. */
  public static LocalStack start(StackSettings settings) {
    LocalStack stack = new LocalStack(settings, Progress.SILENT);
    stack.start();
    return stack;
  }

  /**
   * Starts everything and returns when every service is ready. If a part fails, the parts that were
   * started are stopped.
   *
   * @throws StartFailure with one sentence that says what is wrong and what to do
   */
  public void start() {
    lifecycle.lock();
    starter = Thread.currentThread();
    try {
      if (closing) {
        throw new StartFailure("the start was interrupted");
      }
      Preconditions preconditions = new Preconditions(settings);
      preconditions.programsAreBuilt();
      preconditions.directoryHasRoom();
      lock = DirectoryLock.acquire(settings.data());
      preconditions.portsAreFree();
      prepareDirectories();
      startBrokerAndDatabase();
      startServices();
    } catch (RuntimeException e) {
      // The interrupt has done its work; stopping needs a thread that can wait.
      Thread.interrupted();
      stopAll();
      throw e;
    } finally {
      starter = null;
      lifecycle.unlock();
    }
  }

  private void prepareDirectories() {
    try {
      for (String folder : List.of("logs", "secrets", "config", "kafka", "postgres", "run")) {
        SecretFile.ownerOnlyDirectory(settings.data().resolve(folder));
      }
      new KeyFiles(settings.secrets()).prepare();
      StartOnly.write(settings.data());
      keepLastLog(settings.log("launcher"));
    } catch (UncheckedIOException e) {
      throw Preconditions.unwritable(settings.data(), e.getCause());
    }
  }

  /** The log binding begins its file anew. */
  private static void keepLastLog(Path log) {
    try {
      if (Files.exists(log)) {
        Path last = log.resolveSibling(log.getFileName() + ".1");
        Files.move(log, last, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startBrokerAndDatabase() {
    parts.add(
        new Component("broker", () -> broker != null && broker.running(), () -> close(broker)));
    parts.add(
        new Component(
            "database", () -> database != null && database.running(), () -> close(database)));
    try (ParallelStart starts = new ParallelStart()) {
      starts.add(this::startBroker);
      starts.add(this::startDatabase);
      // The services' settings name it. To read the key loads our cryptography, while broker and
      // database leave a processor free now and then.
      starts.add(() -> schedulerAddress = new KeyFiles(settings.secrets()).schedulerAddress());
      starts.await();
    }
  }

  private void startBroker() {
    Path data = settings.data().resolve("kafka");
    int port = settings.port() + StackSettings.BROKER;
    int controllerPort = settings.port() + StackSettings.CONTROLLER;
    BrokerSettings broker =
        settings
            .broker()
            .apply(
                BrokerSettings.in(
                        data,
                        settings.folder("broker"),
                        settings.log("broker"),
                        port,
                        controllerPort)
                    .withQuickStart(settings.quickStart())
                    .withOptions(brokerOptions()));
    start(
        "broker",
        "127.0.0.1:" + port,
        () -> {
          this.broker = EmbeddedBroker.start(broker);
          this.broker.createTopics(settings.topics());
        });
  }

  private List<String> brokerOptions() {
    List<String> options = new ArrayList<>(brokerCache());
    if (!settings.quickStart()) {
      options.addAll(StartOnly.options(settings.data()));
    }
    return options;
  }

  private List<String> brokerCache() {
    Runtime.Version jdk = Runtime.version();
    if (!ClassCache.possible(jdk)) {
      return List.of();
    }
    return ClassCache.ofBroker(System.getProperty("java.class.path"), jdk)
        .map(cache -> cache.options(settings.training()))
        .orElse(List.of());
  }

  private void startDatabase() {
    Path data = settings.data().resolve("postgres");
    int port = settings.port() + StackSettings.DATABASE;
    DatabaseSettings database =
        settings
            .database()
            .apply(
                new DatabaseSettings(
                    data,
                    settings.secrets(),
                    settings.binaries(),
                    settings.log("database"),
                    port,
                    PART_DEADLINE));
    start(
        "database",
        "127.0.0.1:" + port,
        () -> {
          this.database = EmbeddedDatabase.start(database);
          for (ServiceSpec spec : settings.services()) {
            spec.schema()
                .ifPresent(schema -> owners.put(schema, this.database.createOwner(schema)));
          }
        });
  }

  private void startServices() {
    for (ServiceSpec spec : settings.services()) {
      ServiceProcess service =
          new ServiceProcess(
              settings,
              spec,
              new ServiceConfig.Surroundings(
                  broker.bootstrapServers(), schedulerAddress, spec.schema().map(owners::get)));
      synchronized (services) {
        services.put(spec.name(), service);
      }
      parts.add(new Component(spec.name(), service::running, service::stop));
    }
    try (ParallelStart starts = new ParallelStart()) {
      for (ServiceProcess service : services()) {
        starts.add(() -> start(service.name(), service.url(), service::start));
      }
      starts.await();
    }
  }

  private void start(String part, String address, Runnable work) {
    progress.starting(part);
    long begin = System.nanoTime();
    work.run();
    progress.ready(part, address, Duration.ofNanos(System.nanoTime() - begin));
  }

  /** The broker of a started stack. */
  public EmbeddedBroker broker() {
    return started(broker);
  }

  /** The database of a started stack. */
  public EmbeddedDatabase database() {
    return started(database);
  }

  private static void close(EmbeddedBroker broker) {
    if (broker != null) {
      broker.close();
    }
  }

  private static void close(EmbeddedDatabase database) {
    if (database != null) {
      database.close();
    }
  }

  private static <T> T started(T part) {
    if (part == null) {
      throw new IllegalStateException("the stack has not been started");
    }
    return part;
  }

  /** The services in the order of the settings. */
  public List<ServiceProcess> services() {
    synchronized (services) {
      return List.copyOf(services.values());
    }
  }

  /**
   * One service by its name.
   *
   * @throws IllegalArgumentException if no service has that name
   */
  public ServiceProcess service(String name) {
    synchronized (services) {
      ServiceProcess service = services.get(name);
      if (service == null) {
        throw new IllegalArgumentException(
            "no service " + name + "; there are " + services.keySet());
      }
      return service;
    }
  }

  /**
   * A further instance of a service, on a free port and not started yet: it shares the service's
   * database schema and consumer group, and is stopped with the stack. The same one whenever it is
   * asked for.
   *
   * @param number from 2; its name is the service's with this number, such as {@code session-2}
   */
  public ServiceProcess another(String name, int number) {
    synchronized (services) {
      return further.computeIfAbsent(name + "-" + number, own -> further(name, own));
    }
  }

  private ServiceProcess further(String name, String own) {
    ServiceProcess first = service(name);
    ServiceProcess another = first.on(own, Ports.freeBase(StackSettings.PORTS) - settings.port());
    parts.add(new Component(own, another::running, another::stop));
    return another;
  }

  /** Where the gateway is: what a client needs to know. */
  public String url() {
    return service("gateway").url();
  }

  /** The settings that the stack was started with. */
  public StackSettings settings() {
    return settings;
  }

  /** The parts that should run and don't; none once the stack is being closed. */
  public List<String> fallen() {
    if (closing) {
      return List.of();
    }
    return parts.stream()
        .filter(part -> !part.running().getAsBoolean())
        .map(Component::name)
        .toList();
  }

  /** Stops everything, last started first. Closing twice does nothing. */
  @Override
  public void close() {
    closing = true;
    Thread starting = starter;
    if (starting != null && starting != Thread.currentThread()) {
      starting.interrupt();
    }
    lifecycle.lock();
    try {
      stopAll();
    } finally {
      lifecycle.unlock();
    }
  }

  private void stopAll() {
    List<Component> started = new ArrayList<>(parts);
    for (int last = started.size() - 1; last >= 0; last--) {
      Component part = started.get(last);
      if (part.running().getAsBoolean()) {
        progress.stopping(part.name());
        long begin = System.nanoTime();
        part.stop().run();
        progress.stopped(part.name(), Duration.ofNanos(System.nanoTime() - begin));
      } else {
        // Gives back what a part holds besides its process.
        part.stop().run();
      }
    }
    parts.clear();
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }

  /** Removes a data directory with all that is in it; for ephemeral stacks, after closing. */
  public static void delete(Path data) throws IOException {
    Folders.delete(data);
  }
}
