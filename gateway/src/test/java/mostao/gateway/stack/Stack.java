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

  /** The stack of the running test. */
  public static Stack current() {
    return current;
  }

  /** What a test's profile wants otherwise: its own settings would give way to these here. */
  @Override
  public void init(Map<String, String> settings) {
    instead = Map.copyOf(settings);
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
    TestDeployment.record(TestDeployment.scheduledBy(scheduler().address()), log);
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
