package mostao.local.meter;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import mostao.local.secret.SecretFile;

/**
 * A system that {@code ./mostao up} runs, found by its data directory.
 *
 * @param launcher the process that all its programs are children of
 * @param bootstrapServers its broker
 */
public record LocalSystem(
    Path data, ProcessHandle launcher, String bootstrapServers, Properties session) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /** The system with this data directory, if it runs and this is its gateway. */
  public static Optional<LocalSystem> of(Path data, URI gateway) {
    try {
      Path config = data.resolve("config");
      Path lock = data.resolve("in-use.lock");
      if (!LOOPBACK.contains(String.valueOf(gateway.getHost()))
          || !Files.isReadable(config.resolve("gateway.properties"))
          || !Files.isReadable(lock)) {
        return Optional.empty();
      }
      Properties door = properties(config.resolve("gateway.properties"));
      if (!door.getProperty("quarkus.http.port", "").equals("" + gateway.getPort())) {
        return Optional.empty();
      }
      String pid = Files.readString(lock).strip();
      if (!pid.matches("[0-9]{1,10}")) {
        return Optional.empty();
      }
      Properties session = properties(config.resolve("session.properties"));
      return ProcessHandle.of(Long.parseLong(pid))
          .map(
              launcher ->
                  new LocalSystem(
                      data, launcher, door.getProperty("kafka.bootstrap.servers"), session));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(text);
    }
    return properties;
  }

  /** A connection to its database, as the session-service has them. */
  public Connection database() throws SQLException {
    return DriverManager.getConnection(
        session.getProperty("quarkus.datasource.jdbc.url"),
        session.getProperty("quarkus.datasource.username"),
        session.getProperty("quarkus.datasource.password"));
  }

  /** A connection as the database's superuser; batches of inserts travel as one statement. */
  public Connection administration() throws SQLException {
    String url = session.getProperty("quarkus.datasource.jdbc.url").replaceFirst("\\?.*", "");
    return DriverManager.getConnection(
        url + "?reWriteBatchedInserts=true",
        "postgres",
        SecretFile.password(data.resolve("secrets").resolve("database-superuser")));
  }

  /** Without its passwords. */
  @Override
  public String toString() {
    return "the local system in " + data;
  }
}
