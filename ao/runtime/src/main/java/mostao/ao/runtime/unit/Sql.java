package mostao.ao.runtime.unit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A statement with its parameters, to the rows it gives. */
final class Sql {
  private Sql() {}

  /** Reads one row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  static <T> List<T> query(Connection connection, String sql, Row<T> row, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(connection, statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (rows.next()) {
          found.add(row.read(rows));
        }
        return found;
      }
    }
  }

  /** One of several questions that are asked at once. */
  record Question<T>(String sql, Row<T> row, Consumer<T> found, Object... parameters) {}

  /**
   * Asks in order, on one way to the server and back: each sees what the ones before it did, and
   * has waited for.
   */
  static void ask(Connection connection, Question<?>... questions) throws SQLException {
    String all = Arrays.stream(questions).map(Question::sql).collect(Collectors.joining(";"));
    try (PreparedStatement statement = connection.prepareStatement(all)) {
      set(
          connection,
          statement,
          Arrays.stream(questions).flatMap(one -> Arrays.stream(one.parameters())).toArray());
      statement.execute();
      for (Question<?> question : questions) {
        read(statement.getResultSet(), question);
        statement.getMoreResults();
      }
    }
  }

  private static <T> void read(ResultSet rows, Question<T> question) throws SQLException {
    while (rows.next()) {
      question.found().accept(question.row().read(rows));
    }
  }

  /** Statements that are run in order, on one way to the server and back. */
  static final class Commands {
    private final List<String> statements = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    void add(String sql, Object... parameters) {
      statements.add(sql);
      this.parameters.addAll(Arrays.asList(parameters));
    }

    boolean isEmpty() {
      return statements.isEmpty();
    }

    void run(Connection connection) throws SQLException {
      if (!statements.isEmpty()) {
        Sql.run(connection, String.join(";", statements), parameters.toArray());
      }
    }
  }

  static void run(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(connection, statement, parameters);
      statement.execute();
    }
  }

  static void set(Connection connection, PreparedStatement statement, Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      if (value instanceof String[] texts) {
        statement.setArray(i + 1, connection.createArrayOf("text", texts));
      } else if (value instanceof Integer[] numbers) {
        statement.setArray(i + 1, connection.createArrayOf("integer", numbers));
      } else if (value instanceof Long[] numbers) {
        statement.setArray(i + 1, connection.createArrayOf("bigint", numbers));
      } else if (value instanceof Boolean[] facts) {
        statement.setArray(i + 1, connection.createArrayOf("boolean", facts));
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }
}
