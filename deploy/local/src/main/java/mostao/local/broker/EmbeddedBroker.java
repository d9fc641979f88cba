package mostao.local.broker;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import mostao.ao.wire.Topics;
import mostao.local.os.Child;
import mostao.local.os.ChildCommand;
import mostao.local.os.Jvm;
import mostao.local.os.Ports;
import mostao.local.os.Programs;
import mostao.local.os.Signal;
import mostao.local.os.StartFailure;
import mostao.setup.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * An Apache Kafka broker, KRaft with one combined node, in a JVM of its own that is started from
 * the server jar on our class path. It listens on loopback only, creates no topic by itself, and
 * keeps its data between runs. Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
  private static final short ONE_REPLICA = 1;

  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms96m",
          "-XX:NewSize=48m",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dslf4j.internal.verbosity=WARN",
          "-Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider");

  private final BrokerSettings settings;
  private Child child;

  private EmbeddedBroker(BrokerSettings settings) {
    this.settings = settings;
  }

  /** A started broker with default settings and free ports. */
  public static EmbeddedBroker start(Path data) {
    return start(BrokerSettings.in(data));
  }

  /**
   * Starts a broker and waits until it answers.
   *
   * @throws StartFailure when it does not start, with the end of its log
   */
  public static EmbeddedBroker start(BrokerSettings settings) {
    EmbeddedBroker broker = new EmbeddedBroker(settings);
    broker.start();
    return broker;
  }

  /** Starts again on the same data and ports after {@link #stop} or {@link #killAbruptly}. */
  public synchronized void start() {
    if (child != null && child.running()) {
      return;
    }
    requireFree(settings.port());
    requireFree(settings.controllerPort());
    try {
      child = Child.start(command());
    } catch (IOException e) {
      throw new StartFailure(
          "cannot write the broker's data directory " + settings.data() + ": " + e.getMessage(), e);
    }
    try {
      awaitAnswer();
    } catch (StartFailure e) {
      child.kill();
      throw e;
    }
  }

  private static void requireFree(int port) {
    if (!Ports.free(port)) {
      throw new StartFailure(
          "port " + port + " (broker) is in use; stop what uses it or choose other ports");
    }
  }

  private ChildCommand command() throws IOException {
    if (settings.data().toString().contains(",")) {
      throw new StartFailure(
          settings.data()
              + " has a comma in its path, which Kafka takes for two directories; choose another"
              + " data directory");
    }
    Files.createDirectories(settings.data());
    Path properties = settings.data().resolve("server.properties");
    Properties all = new Properties();
    all.putAll(settings.properties());
    try (OutputStream file = Files.newOutputStream(properties)) {
      all.store(file, "Written at every start; changes here are lost.");
    }
    List<String> arguments = new ArrayList<>();
    arguments.add("-Xmx" + settings.heapMegabytes() + "m");
    arguments.addAll(JVM_OPTIONS);
    arguments.addAll(Programs.INLINE_LESS);
    if (settings.quickStart()) {
      arguments.add(Programs.COMPILE_LESS);
    }
    arguments.addAll(settings.options());
    arguments.add(BrokerMain.class.getName());
    arguments.addAll(List.of(properties.toString(), settings.data().toString(), clusterId()));
    // As a variable, because a test's class path is too long to be read in a process list.
    Map<String, String> environment = Map.of("CLASSPATH", classPath());
    return Jvm.command("broker", arguments, environment, settings.folder(), settings.log());
  }

  /** The broker works in another folder than we, so that relative entries are made absolute. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String clusterId() throws IOException {
    Path file = settings.data().resolve("cluster.id");
    if (!Files.exists(file)) {
      Files.writeString(file, Uuid.randomUuid() + System.lineSeparator());
    }
    return Files.readString(file).strip();
  }

  private void awaitAnswer() {
    long deadline = System.nanoTime() + settings.startDeadline().toNanos();
    child.awaitReady(() -> Ports.answers(settings.port()), settings.startDeadline());
    // It listens before it serves: the first answered request is the proof.
    try (Admin admin = admin()) {
      long left = Math.max(1, deadline - System.nanoTime());
      admin.describeCluster().nodes().get(left, TimeUnit.NANOSECONDS);
      if (!settings.access().rights().isEmpty()) {
        admin.createAcls(settings.access().rights()).all().get(left, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("the start of the broker was interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new StartFailure(
          "the broker does not answer on port " + settings.port() + "; its log is " + log(), e);
    }
  }

  /**
   * Makes the topics that are missing and gives existing ones the settings named.
   *
   * @throws IllegalStateException when a topic exists with another number of partitions
   */
  public void createTopics(List<Topics.Definition> topics) {
    try (Admin admin = admin()) {
      new TopicPlan(admin, topics, ONE_REPLICA).apply();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making topics", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker did not make the topics: " + e, e);
    }
  }

  private Admin admin() {
    Map<String, Object> client = new HashMap<>(settings.access().client());
    client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    client.put(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    client.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    return Admin.create(client);
  }

  /** Host and port for clients, as {@code bootstrap.servers} takes it. */
  public String bootstrapServers() {
    return "127.0.0.1:" + settings.port();
  }

  /** The process id of the broker's JVM (the last one, when it is stopped). */
  public synchronized long pid() {
    return child.pid();
  }

  /** Whether the broker's JVM runs. */
  public synchronized boolean running() {
    return child.running();
  }

  /** Sends the broker a signal, for example STOP to freeze it and CONT to thaw it. */
  public synchronized void signal(Signal signal) {
    child.signal(signal);
  }

  /** Stops in order; kills when that takes longer than twenty seconds. */
  public synchronized void stop() {
    child.stop(STOP_PATIENCE);
  }

  /** Kills the JVM as a power cut would, except that the page cache stays. */
  public synchronized void killAbruptly() {
    child.kill();
  }

  /** Where the broker's own log is. */
  public Path log() {
    return settings.log();
  }

  @Override
  public void close() {
    stop();
  }
}
