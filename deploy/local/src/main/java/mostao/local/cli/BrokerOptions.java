package mostao.local.cli;

import java.nio.file.Path;
import java.util.Optional;
import mostao.local.os.StartFailure;
import mostao.local.stack.StackSettings;
import mostao.local.watch.KafkaConnection;
import picocli.CommandLine.Option;

/** The options of every command that watches topics: which broker, and as whom. */
final class BrokerOptions {
  static final int BROKER_OFFSET = 4;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "" + StackSettings.DEFAULT_PORT,
      description = "The gateway's port, as given to mostao up (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Another broker than that of the local system; several with commas between.")
  private Optional<String> bootstrap = Optional.empty();

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Properties of a Kafka client, for TLS and SASL; may name bootstrap.servers.")
  private Optional<Path> config = Optional.empty();

  private boolean isLocal() {
    return bootstrap.isEmpty() && config.isEmpty();
  }

  /** The broker, which accepts connections. */
  KafkaConnection open() {
    // It warns twice a second while the broker is away; we say so once.
    System.setProperty("org.slf4j.simpleLogger.log.org.apache.kafka", "off");
    if (isLocal()) {
      return local(port);
    }
    KafkaConnection broker = KafkaConnection.of(bootstrap, config);
    if (!broker.answers()) {
      throw new StartFailure(
          "no broker answers on "
              + broker.servers()
              + "; see --bootstrap, or bootstrap.servers in the file of --kafka-config");
    }
    return broker;
  }

  /**
   * The broker of the local system.
   *
   * @param port of its gateway
   */
  static KafkaConnection local(int port) {
    int listener = port + BROKER_OFFSET;
    KafkaConnection broker =
        KafkaConnection.of(Optional.of("127.0.0.1:" + listener), Optional.empty());
    if (!broker.answers()) {
      throw new StartFailure(
          "no broker answers on port "
              + listener
              + "; start the system with ./mostao up, or name its port with --port");
    }
    return broker;
  }

  /** What people call it. */
  String name(KafkaConnection broker) {
    return isLocal() ? "port " + (port + BROKER_OFFSET) : broker.servers();
  }
}
