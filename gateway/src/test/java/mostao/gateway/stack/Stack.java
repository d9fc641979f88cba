package mostao.gateway.stack;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.secret.Ed25519KeyFile;
import mostao.ao.wire.Topics;
import mostao.local.broker.EmbeddedBroker;
import mostao.local.broker.TopicSpec;

/** A real broker with every topic, and units that answer what a test tells them to. */
public final class Stack implements QuarkusTestResourceLifecycleManager {
  private static Stack current;

  private Path folder;
  private EmbeddedBroker broker;
  private StubUnits units;
  private Log log;

  private Map<String, String> instead = Map.of();
  private Recorded recorded = Recorded.OURS;

  /** What is recorded before the gateway starts. */
  public enum Recorded {
    /** A deployment whose Registry names the gateway's scheduler. */
    OURS,
    /** One from before there were scheduler keys: its Registry names the authority. */
    EARLIER,
    /** One of an authority that the test does not trust. */
    FOREIGN
  }

  /** Name of the argument that says what is recorded; the others are settings. */
  public static final String RECORDED = "recorded";

  /** The stack of the running test. */
  public static Stack current() {
    return current;
  }

  /** What a test's profile wants otherwise: its own settings would give way to these here. */
  @Override
  public void init(Map<String, String> settings) {
    instead = new HashMap<>(settings);
    recorded = Recorded.valueOf(settings.getOrDefault(RECORDED, Recorded.OURS.name()));
    instead.remove(RECORDED);
  }

  @Override
  public Map<String, String> start() {
    // As the gateway's main does before the framework starts.
    System.setProperty("vertx.disableURIValidation", "true");
    try {
      folder = Files.createTempDirectory("gateway-test");
      units = StubUnits.start();
      broker = EmbeddedBroker.start(folder.resolve("broker"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    broker.createTopics(
        Topics.all().stream()
            .map(topic -> new TopicSpec(topic.name(), topic.partitions(), topic.config()))
            .toList());
    log = new Log(broker.bootstrapServers());
    TestDeployment.record(deployment(), log);
    current = this;
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", broker.bootstrapServers());
    settings.put("mostao.scheduler.key-file", schedulerKeyFile().toString());
    settings.put("mostao.access.key-file", accessKeyFile().toString());
    settings.put("mostao.access.key-check", "100ms");
    settings.put("mostao.stream.heartbeat", "400ms");
    settings.put("mostao.stream.stuck", "2s");
    settings.put("mostao.stream.per-address", "40");
    settings.put("mostao.result.wait", "3s");
    settings.put("mostao.writer.delivery-timeout", "3s");
    settings.put("mostao.writer.block-timeout", "1s");
    for (String module : List.of("registry", "handle", "session")) {
      settings.put("mostao.units." + module + ".url", units.url());
    }
    settings.putAll(instead);
    return settings;
  }

  private Deployment deployment() {
    return switch (recorded) {
      case OURS -> TestDeployment.scheduledBy(scheduler().address());
      case EARLIER -> TestDeployment.scheduledBy(TestDeployment.AUTHORITY.address());
      case FOREIGN -> TestDeployment.of(TestWallets.signer(3), scheduler().address());
    };
  }

  /** Records a deployment as a messenger does. */
  public void record(Deployment deployment) {
    TestDeployment.record(deployment, log);
  }

  public EmbeddedBroker broker() {
    return broker;
  }

  public StubUnits units() {
    return units;
  }

  Log log() {
    return log;
  }

  public Path schedulerKeyFile() {
    return folder.resolve("scheduler.json");
  }

  /** The gateway's scheduler key. */
  public Ed25519Signer scheduler() {
    return new Ed25519KeyFile("the scheduler's key file", schedulerKeyFile()).open();
  }

  public Path accessKeyFile() {
    return folder.resolve("access.key");
  }

  @Override
  public void stop() {
    if (log != null) {
      log.close();
    }
    if (units != null) {
      units.stop();
    }
    if (broker != null) {
      broker.close();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
