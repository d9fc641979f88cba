package mostao.local.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mostao.ao.wire.Topics;
import mostao.local.broker.BrokerSettings;
import mostao.local.broker.EmbeddedBroker;
import mostao.local.stack.StandIns;

/**
 * A broker where commands look for that of the local system.
 *
 * @param port of the gateway that is not there, for {@code --port}
 */
record LocalBroker(int port, EmbeddedBroker broker) implements AutoCloseable {
  static LocalBroker start(Path folder) throws IOException {
    int port = StandIns.port();
    int brokerPort = port + BrokerOptions.BROKER_OFFSET;
    return new LocalBroker(
        port,
        EmbeddedBroker.start(
            BrokerSettings.in(
                folder.resolve("kafka"),
                folder.resolve("run"),
                folder.resolve("log"),
                brokerPort,
                brokerPort + 1)));
  }

  /** With the topics of a deployment, of two partitions each. */
  static LocalBroker withTopics(Path folder) throws IOException {
    LocalBroker local = start(folder);
    local.broker.createTopics(
        Topics.all().stream().map(t -> new Topics.Definition(t.name(), 2, Map.of())).toList());
    return local;
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** The words of a command, for this broker. */
  String[] words(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--port", String.valueOf(port)));
    return all.toArray(String[]::new);
  }

  @Override
  public void close() {
    broker.close();
  }
}
