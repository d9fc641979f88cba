package mostao.ao.runtime.unit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.ProcessRow;

/**
 * What one read asks the database. Each question is one way to the server and back, and a
 * transaction of its own in which the database refuses every change; it sees what was committed
 * before it was asked. For the thread of one read.
 */
public final class Questions {
  /**
   * Sent before each question, in its transaction. Nothing changes in it, so no failure of its own
   * would ever show that the server is an old one, and a connection in steady use isn't validated
   * by the pool.
   */
  private static final String GUARD =
      "select current_setting('transaction_read_only'),"
          + " set_config('transaction_read_only', 'on', true);";

  /** Behind the first question, in its transaction. */
  private static final String STANDS =
      ";select reference, nonce, last_timestamp from process where id = ?";

  private static final Question<Boolean> NOTHING =
      new Question<>("select true", row -> row.getBoolean(1));

  private final Connection connection;
  private final Runnable leave;

  /** What is taken for granted until the first question was answered; null when nothing is. */
  private ProcessRow assumed;

  private boolean holds = true;

  /**
   * @param connection that commits by itself
   * @param leave called when the server takes no changes any more
   */
  Questions(Connection connection, Runnable leave) {
    this.connection = connection;
    this.leave = leave;
  }

  /**
   * Takes it for granted that a process is as it was when it was read before; the next question
   * finds out.
   */
  void assume(ProcessRow process) {
    assumed = process;
  }

  /** Whether what was assumed held when the first question was answered. */
  boolean assumptionHolds() {
    if (assumed != null) {
      run(NOTHING.guarded, statement -> rows(statement, NOTHING, nothing -> {}));
    }
    return holds;
  }

  /** Reads one row, whose columns are counted from 1. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** A statement and what its rows are read into. Immutable. */
  public static final class Question<T> {
    private final String guarded;
    private final Row<T> row;

    /**
     * @param sql one statement
     */
    public Question(String sql, Row<T> row) {
      this.guarded = GUARD + sql;
      this.row = row;
    }

    private String sql() {
      return guarded.substring(GUARD.length());
    }
  }

  /**
   * The rows of the answer, in its order.
   *
   * @param parameters in order: numbers, texts, or arrays of them
   * @throws BrokenDependency when the database does not answer, or is one that takes no changes
   * @throws IllegalArgumentException when it can't hold one of the parameters
   */
  public <T> List<T> all(Question<T> question, Object... parameters) {
    List<T> found = new ArrayList<>();
    ask(question, found::add, parameters);
    return found;
  }

  /** The first row of the answer; see {@link #all}. */
  public <T> Optional<T> first(Question<T> question, Object... parameters) {
    return all(question, parameters).stream().findFirst();
  }

  /** Both at once, the parameters of the second behind those of the first; see {@link #all}. */
  public <A, B> void both(
      Question<A> one, Consumer<A> found, Question<B> other, Consumer<B> also, Object... values) {
    run(
        one.guarded + ";" + other.sql(),
        statement -> {
          rows(statement, one, found);
          rows(statement, other, also);
        },
        values);
  }

  private <T> void ask(Question<T> question, Consumer<T> found, Object... parameters) {
    run(question.guarded, statement -> rows(statement, question, found), parameters);
  }

  @FunctionalInterface
  private interface Reading {
    void of(PreparedStatement answered) throws SQLException;
  }

  private void run(String sql, Reading reading, Object... parameters) {
    ProcessRow asked = assumed;
    try (PreparedStatement statement =
        connection.prepareStatement(asked == null ? sql : sql + STANDS)) {
      Sql.set(connection, statement, parameters);
      if (asked != null) {
        statement.setString(parameters.length + 1, asked.id());
      }
      statement.execute();
      guard(statement);
      reading.of(statement);
      if (asked != null) {
        assumed = null;
        holds = stands(statement, asked);
      }
    } catch (SQLException failed) {
      if (Causes.areForGood(failed)) {
        throw new IllegalArgumentException("the database can't hold what is asked for", failed);
      }
      throw new BrokenDependency("the database did not answer: " + Causes.root(failed), failed);
    }
  }

  /** Nothing else of a process ever changes. */
  private static boolean stands(PreparedStatement statement, ProcessRow process)
      throws SQLException {
    statement.getMoreResults();
    try (ResultSet row = statement.getResultSet()) {
      return row.next()
          && row.getLong(1) == process.reference()
          && row.getLong(2) == process.nonce()
          && row.getLong(3) == process.timestamp();
    }
  }

  private void guard(PreparedStatement statement) throws SQLException {
    try (ResultSet guard = statement.getResultSet()) {
      if (!guard.next() || !"off".equals(guard.getString(1))) {
        leave.run();
        throw new SQLException("the server takes no changes any more", "25006");
      }
    }
  }

  private static <T> void rows(PreparedStatement statement, Question<T> question, Consumer<T> found)
      throws SQLException {
    statement.getMoreResults();
    try (ResultSet rows = statement.getResultSet()) {
      while (rows.next()) {
        found.accept(question.row.read(rows));
      }
    }
  }
}
