package mostao.local.floor;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The rows of a message, in copies of the tables with all their indexes: four lines of evaluation
 * logs and the stored message are inserted; the processes, the session's head and both chats are
 * updated once in a transaction, as a batch has it. A transaction for a hundred messages.
 */
final class RowsPart implements Part {
  private static final String SCHEMA = "bench_floor";
  private static final int MESSAGES_OF_A_TRANSACTION = 100;
  private static final List<String> UPDATES =
      List.of(
          "process set nonce = nonce + 1, last_timestamp = last_timestamp + 1 where id = any(?)",
          "session_head set last_message = last_message + 1 where process = any(?)",
          "handle_chat set last_message = last_message + 1, unread = unread + 1"
              + " where process = any(?)");

  private static final int NONCE = 2;
  private static final int ID = 3;

  private final Connection connection;
  private final List<Chain> chains;
  private List<Object[]> log = List.of();
  private List<Object[]> stored = List.of();
  private PreparedStatement insertLog;
  private PreparedStatement insertStored;
  private Array processes;
  private long number;
  private int at;

  /**
   * @param connection as the superuser, with batches rewritten; closed with this
   * @param chains whose rows are taken
   */
  RowsPart(Connection connection, List<Chain> chains) {
    this.connection = connection;
    this.chains = chains;
  }

  @Override
  public void begin() throws IOException {
    try {
      copies();
    } catch (SQLException failed) {
      throw new IOException("the tables can't be copied", failed);
    }
  }

  private void copies() throws SQLException {
    List<String> ids = new ArrayList<>();
    chains.forEach(chain -> chain.items().forEach(item -> ids.add(item.id())));
    Object messages = connection.createArrayOf("text", ids.toArray());
    drop();
    try (Statement statement = connection.createStatement()) {
      statement.execute("create schema " + SCHEMA);
      copy(statement, "handle", "evaluation", false);
      copy(statement, "session", "session_message", false);
      copy(statement, "handle", "process", true);
      copy(statement, "session", "session_head", true);
      copy(statement, "handle", "handle_chat", true);
    }
    log = rows("select * from handle.evaluation where message = any(?)", messages);
    log.addAll(rows("select * from session.evaluation where message = any(?)", messages));
    // Each transaction has of every kind what a hundred messages have.
    Collections.shuffle(log, new Random(1));
    stored = rows("select * from session.session_message where message_id = any(?)", messages);
    if (log.isEmpty() || stored.isEmpty()) {
      throw new SQLException("the tables have no rows of the messages on the topics");
    }
    insertLog = insert("evaluation", log.get(0).length);
    insertStored = insert("session_message", stored.get(0).length);
    processes =
        connection.createArrayOf("text", log.stream().map(row -> row[0]).distinct().toArray());
    connection.setAutoCommit(false);
  }

  private static void copy(Statement statement, String schema, String table, boolean rows)
      throws SQLException {
    String copy = SCHEMA + "." + table;
    String original = schema + "." + table;
    statement.execute("create table " + copy + " (like " + original + " including all)");
    if (rows) {
      statement.execute("insert into " + copy + " select * from " + original);
    }
  }

  private List<Object[]> rows(String query, Object messages) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setObject(1, messages);
      try (ResultSet found = statement.executeQuery()) {
        int columns = found.getMetaData().getColumnCount();
        while (found.next()) {
          Object[] row = new Object[columns];
          for (int column = 0; column < columns; column++) {
            row[column] = found.getObject(column + 1);
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private PreparedStatement insert(String table, int columns) throws SQLException {
    String marks = String.join(", ", Collections.nCopies(columns, "?"));
    return connection.prepareStatement(
        "insert into " + SCHEMA + "." + table + " values (" + marks + ")");
  }

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public int some() throws IOException {
    try {
      return transaction();
    } catch (SQLException failed) {
      throw new IOException("the database does not take the rows", failed);
    }
  }

  private int transaction() throws SQLException {
    for (int message = 0; message < MESSAGES_OF_A_TRANSACTION; message++) {
      for (int line = 0; line < 4; line++) {
        add(insertLog, log.get(at++ % log.size()));
      }
      add(insertStored, stored.get((int) (number % stored.size())));
    }
    insertLog.executeBatch();
    insertStored.executeBatch();
    update();
    connection.commit();
    return MESSAGES_OF_A_TRANSACTION;
  }

  /** Under keys of its own, as long as the row's. */
  private void add(PreparedStatement statement, Object[] row) throws SQLException {
    number++;
    for (int column = 1; column <= row.length; column++) {
      Object value = row[column - 1];
      if (column == NONCE) {
        value = number;
      } else if (column == ID) {
        value = String.format(Locale.ROOT, "%012d", number) + ((String) value).substring(12);
      }
      statement.setObject(column, value);
    }
    statement.addBatch();
  }

  private void update() throws SQLException {
    for (String sql : UPDATES) {
      try (PreparedStatement statement =
          connection.prepareStatement("update " + SCHEMA + "." + sql)) {
        statement.setArray(1, processes);
        statement.executeUpdate();
      }
    }
  }

  private void drop() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop schema if exists " + SCHEMA + " cascade");
    }
  }

  @Override
  public void close() throws IOException {
    try (connection) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      drop();
    } catch (SQLException failed) {
      throw new IOException("schema " + SCHEMA + " can't be removed", failed);
    }
  }
}
