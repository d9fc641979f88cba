package mostao.local.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The content of a service's tables, as one number: two databases with the same digest hold the
 * same rows. It leaves out everything that does not follow from the inbox: the history of
 * migrations, the topic the rows came from, the published positions, and how far the log was
 * emptied. What was evaluated so long ago that items and Results may have been emptied is compared
 * without these.
 *
 * @param total SHA-256 over the tables, in hexadecimal
 * @param tables by name
 */
public record Digest(String total, List<Table> tables) {
  /** Rows are fetched in portions of so many. */
  private static final int PORTION = 10_000;

  private static final String RETENTION = "retention";

  private static final List<String> NOT_STATE =
      List.of("flyway_schema_history", "origin", RETENTION);

  /**
   * One table.
   *
   * @param sha256 over its rows in the order of its primary key, in hexadecimal
   */
  public record Table(String name, long rows, String sha256) {}

  /** Copies the list. */
  public Digest {
    tables = List.copyOf(tables);
  }

  /**
   * Reads every row once, in one snapshot. Takes as long as the database needs for that.
   *
   * @param connection as any user that may read the schema; not used by others meanwhile
   */
  public static Digest of(Connection connection, String schema) throws SQLException {
    return of(connection, schema, hasEmptied(connection, schema));
  }

  /** Whether any item and Result was emptied because it was too old. */
  public static boolean hasEmptied(Connection connection, String schema) throws SQLException {
    String table = quote(schema) + "." + quote(RETENTION);
    if (texts(connection, "select 1::text where to_regclass(?) is not null", table).isEmpty()) {
      return false;
    }
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("select 1 from " + table + " where emptied_offset > 0")) {
      return found.next();
    }
  }

  /**
   * As {@link #of(Connection, String)}.
   *
   * @param withoutContents leaves out items and Results, as of a database that has emptied some
   */
  public static Digest of(Connection connection, String schema, boolean withoutContents)
      throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set transaction isolation level repeatable read read only");
      MessageDigest total = sha256();
      List<Table> tables = new ArrayList<>();
      for (String name : names(connection, schema)) {
        Table table = table(connection, schema, name, withoutContents);
        total.update((table.toString() + '\n').getBytes(StandardCharsets.UTF_8));
        tables.add(table);
      }
      return new Digest(HexFormat.of().formatHex(total.digest()), tables);
    } finally {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    }
  }

  /** The tables that differ, or are in one only, by name. */
  public List<String> differences(Digest other) {
    List<Table> all = new ArrayList<>(tables);
    all.addAll(other.tables);
    return all.stream()
        .filter(table -> !(tables.contains(table) && other.tables.contains(table)))
        .map(Table::name)
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> names(Connection connection, String schema) throws SQLException {
    List<String> names =
        texts(
            connection,
            "select table_name::text from information_schema.tables"
                + " where table_schema = ? and table_type = 'BASE TABLE' order by 1",
            schema);
    names.removeAll(NOT_STATE);
    return names;
  }

  private static Table table(
      Connection connection, String schema, String name, boolean withoutContents)
      throws SQLException {
    String quoted = quote(schema) + "." + quote(name);
    List<String> key =
        texts(
            connection,
            "select a.attname::text from pg_index i"
                + " join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)"
                + " where i.indrelid = ?::regclass and i.indisprimary"
                + " order by array_position(i.indkey::int2[], a.attnum)",
            quoted);
    if (key.isEmpty()) {
      throw new IllegalStateException("table " + name + " has no primary key to order it by");
    }
    String row =
        switch (name) {
          case "progress" -> "row(inbox_partition, next_offset)::text";
          case "evaluation" ->
              withoutContents ? "(to_jsonb(t) - 'item' - 'outcome')::text" : "t::text";
          default -> "t::text";
        };
    String order = String.join(", ", key.stream().map(Digest::quote).toList());
    String from = name.equals("progress") ? quoted + " t where next_offset > 0" : quoted + " t";
    MessageDigest digest = sha256();
    long rows = 0;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select sha256(convert_to(" + row + ", 'UTF8')) from " + from + " order by " + order)) {
      statement.setFetchSize(PORTION);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          digest.update(found.getBytes(1));
          rows++;
        }
      }
    }
    return new Table(name, rows, HexFormat.of().formatHex(digest.digest()));
  }

  private static List<String> texts(Connection connection, String sql, String parameter)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet rows = statement.executeQuery()) {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
        return texts;
      }
    }
  }

  private static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException broken) {
      throw new IllegalStateException("every JDK has SHA-256", broken);
    }
  }
}
