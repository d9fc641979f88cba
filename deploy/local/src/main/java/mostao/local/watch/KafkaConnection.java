package mostao.local.watch;

import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import mostao.local.os.StartFailure;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Which broker, and as whom. */
public final class KafkaConnection {
  /** For an answer of the broker. */
  static final Duration ANSWER = Duration.ofSeconds(20);

  private static final int CONNECT_MS = 1_000;

  private static final int FETCH_WAIT_MS = 50;

  /** What is fetched ahead stays small beside the heap of a command. */
  private static final int FETCH_BYTES = 8 * 1024 * 1024;

  private static final int PARTITION_BYTES = 256 * 1024;

  private final String servers;
  private final Map<String, Object> settings;

  private KafkaConnection(String servers, Map<String, Object> settings) {
    this.servers = servers;
    this.settings = settings;
  }

  /**
   * @param servers {@code HOST:PORT}, several with commas between them; none: those of the file
   * @param file properties of a Kafka client, for TLS and SASL
   * @throws StartFailure when there is no such file, or nothing says where the broker is
   */
  public static KafkaConnection of(Optional<String> servers, Optional<Path> file) {
    Map<String, Object> settings = new HashMap<>();
    file.ifPresent(
        path ->
            properties(path)
                .forEach((name, value) -> settings.put(name.toString(), value.toString())));
    String where =
        servers.orElseGet(
            () -> (String) settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    if (where == null) {
      throw new StartFailure(
          file.orElseThrow()
              + " has no bootstrap.servers; add it, or name the broker: --bootstrap");
    }
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, where);
    return new KafkaConnection(where, settings);
  }

  private static Properties properties(Path path) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new StartFailure(
          path + " cannot be read as a properties file (" + e.getClass().getSimpleName() + ")", e);
    }
    return properties;
  }

  public String servers() {
    return servers;
  }

  /** Whether one of the servers accepts a connection. */
  public boolean answers() {
    for (String server : servers.split(",")) {
      int colon = server.lastIndexOf(':');
      String port = server.substring(colon + 1).strip();
      if (colon > 0 && port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65_535) {
        String host = server.substring(0, colon).strip().replaceAll("^\\[|]$", "");
        try (Socket socket = new Socket()) {
          socket.connect(new InetSocketAddress(host, Integer.parseInt(port)), CONNECT_MS);
          return true;
        } catch (IOException | IllegalArgumentException next) {
          continue;
        }
      }
    }
    return false;
  }

  /** A consumer without a group. */
  public KafkaConsumer<String, byte[]> reader() {
    Map<String, Object> all = new HashMap<>(settings);
    all.remove(ConsumerConfig.GROUP_ID_CONFIG);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    // Closing waits for the fetch that is under way, and at a topic's end the broker waits so long.
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_BYTES);
    return new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** A client that asks about topics and groups. */
  public Admin admin() {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    return Admin.create(all);
  }
}
