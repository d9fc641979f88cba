package mostao.setup;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Waits until a service's schema has every migration that the service's jars bring, so that the
 * service itself never changes its schema. Run before the service, in its image, with its jars on
 * the class path and its settings in the environment.
 */
final class AwaitSchema {
  private static final String URL = "QUARKUS_DATASOURCE_JDBC_URL";
  private static final String USER = "QUARKUS_DATASOURCE_USERNAME";
  private static final String PASSWORD = "QUARKUS_DATASOURCE_PASSWORD";
  private static final String UNDEFINED_TABLE = "42P01";
  private static final String WRONG_PASSWORD = "28P01";

  private final Map<String, String> settings;
  private final SortedSet<Integer> wanted;

  AwaitSchema(Map<String, String> settings, SortedSet<Integer> wanted) {
    this.settings = settings;
    this.wanted = wanted;
  }

  public static void main(String[] arguments) throws IOException {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    SortedSet<Integer> wanted =
        Migrations.in(System.getProperty("java.class.path"), File.pathSeparator);
    System.exit(new AwaitSchema(System.getenv(), wanted).run(Waiting.of(out)));
  }

  int run(Waiting waiting) {
    if (wanted.isEmpty()) {
      waiting.out().println("await-schema: no db/unit or db/service scripts on the class path");
      return 2;
    }
    for (String name : List.of(URL, USER, PASSWORD)) {
      if (settings.getOrDefault(name, "").isBlank()) {
        waiting.out().println("await-schema: " + name + " is not set");
        return 2;
      }
    }
    if (!waiting.until(this::missing)) {
      waiting.out().println("await-schema: gave up; has the Job that migrates the schema failed?");
      return 1;
    }
    waiting.out().println("await-schema: the schema has versions " + wanted);
    return 0;
  }

  private Optional<String> missing() {
    try (Connection connection =
            DriverManager.getConnection(
                settings.get(URL), settings.get(USER), settings.get(PASSWORD));
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL")) {
      SortedSet<Integer> lacking = new TreeSet<>(wanted);
      while (rows.next()) {
        lacking.remove(Integer.valueOf(rows.getString(1)));
      }
      return lacking.isEmpty()
          ? Optional.empty()
          : Optional.of("await-schema: waiting for versions " + lacking);
    } catch (SQLException failure) {
      return Optional.of("await-schema: " + reason(failure));
    }
  }

  private static String reason(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    if (state.equals(UNDEFINED_TABLE)) {
      return "waiting for the first migration";
    }
    if (state.equals(WRONG_PASSWORD)) {
      return "the database refuses user or password; compare the Secret with the role";
    }
    return "waiting for the database (" + state + ")";
  }
}
