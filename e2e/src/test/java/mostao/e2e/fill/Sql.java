package mostao.e2e.fill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements with named values, on one connection. Used by one thread; blocks. */
final class Sql {
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z_]+)");
  private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]+");

  /** As {@link MadeUp#id}. */
  private static final String MADE_UP =
      "create function pg_temp.made_up(kind text, number bigint) returns text"
          + " language sql immutable parallel safe as $$ select translate(rtrim(encode(sha256("
          + "convert_to('filled ' || kind || ' ' || number, 'UTF8')), 'base64'), '='), '+/', '-_') $$";

  private final Connection database;
  private final Path folder;
  private final Map<String, Object> values = new HashMap<>();

  /**
   * @param database the superuser's; nothing is committed by itself
   * @param folder of scripts
   */
  Sql(Connection database, Path folder) throws SQLException {
    this.database = database;
    this.folder = folder;
    execute(MADE_UP);
    commit();
  }

  /** A value for what stands behind a colon: a number, or a word of base64url's characters. */
  void put(String name, Object value) {
    values.put(name, value);
  }

  String value(String name) {
    return String.valueOf(values.get(name));
  }

  void script(String name) throws IOException, SQLException {
    execute(Files.readString(folder.resolve(name)));
  }

  void execute(String text) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(filled(text));
    }
  }

  String text(String query) throws SQLException {
    List<String> found = texts(query);
    if (found.isEmpty()) {
      throw new SQLException("the bench's first pair is not in this system: " + query);
    }
    return found.get(0);
  }

  /** The first column. */
  List<String> texts(String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(filled(query))) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  long number(String query) throws SQLException {
    return Long.parseLong(text(query));
  }

  Connection connection() {
    return database;
  }

  void commit() throws SQLException {
    database.commit();
  }

  /** Until the end of the transaction, as a migration does it. */
  void noTurns(String service) throws SQLException {
    execute("lock table " + service + ".progress in access exclusive mode");
  }

  /** What the database does by itself, some time later. */
  void tidy() throws SQLException {
    commit();
    database.setAutoCommit(true);
    for (String table :
        List.of(
            "registry.registry_name",
            "registry.session_link",
            "registry.registry_use",
            "handle.process",
            "handle.handle_profile",
            "handle.handle_chat",
            "handle.evaluation",
            "session.process",
            "session.session_head",
            "session.session_key",
            "session.session_message",
            "session.evaluation")) {
      execute("vacuum (analyze) " + table);
    }
    database.setAutoCommit(false);
  }

  /** The values are ours, so that they can stand where parameters can't. */
  private String filled(String text) {
    Matcher matcher = PARAMETER.matcher(text.replaceAll("(?m)^ *--.*$", ""));
    return matcher.replaceAll(
        found -> {
          Object value = values.get(found.group(1));
          if (value instanceof Number) {
            return value.toString();
          }
          if (value instanceof String word && TEXT.matcher(word).matches()) {
            return "'" + word + "'";
          }
          throw new IllegalArgumentException(found.group() + " is " + value);
        });
  }
}
