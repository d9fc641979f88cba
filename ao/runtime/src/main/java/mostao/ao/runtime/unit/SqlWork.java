package mostao.ao.runtime.unit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Evaluation;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.Progress;
import mostao.ao.turn.Store;
import mostao.ao.turn.Tables;

/**
 * The unit's own tables inside one transaction. Plain SQL: a batch is a handful of statements,
 * whatever its size, since what is written waits for {@link #flush}.
 */
final class SqlWork<V, C> implements Store.Work<V, C> {
  private static final String LOCK =
      "select inbox_partition, next_offset, published_offset from progress"
          + " where inbox_partition = any(?) order by inbox_partition for update";

  private static final String PROCESSES = RowMapping.SELECT_PROCESS + " where id = any(?)";

  /**
   * A join would be planned as a walk through a table that looks small, and a plan is kept while
   * the table grows; what is asked one by one is looked up. By the message, and never by the
   * process, which may have millions.
   */
  private static final String EVALUATED =
      "select asked.process, asked.message"
          + " from unnest(?, ?) as asked (process, message) cross join lateral"
          + " (select from evaluation e where e.message = asked.message"
          + " and e.process || '' = asked.process limit 1) found";

  private static final String ADVANCE =
      "update progress set next_offset = moved.next, published_offset = moved.published"
          + " from unnest(?, ?, ?) as moved (part, next, published)"
          + " where inbox_partition = moved.part";

  private static final String COMMIT = "commit";

  private final Connection connection;
  private final Tables<V, C> tables;
  private final KeyedRows rows;
  private final RememberedRows memory;

  /** The nonces that the turn began with. */
  private final Map<String, Long> found = new HashMap<>();

  /** The nonces that it leaves. */
  private final Map<String, Long> left = new HashMap<>();

  private final Map<String, ProcessRow> saved = new TreeMap<>();

  /** Processes that have a row. */
  private final Set<String> known = new HashSet<>();

  private final List<Evaluation> appended = new ArrayList<>();
  private final Map<Integer, Progress> advanced = new TreeMap<>();

  /**
   * @param memory of rows that turns before this one have left
   */
  SqlWork(Connection connection, TurnTables<V, C> tables, RememberedRows memory) {
    this.connection = connection;
    this.rows = new KeyedRows(connection);
    this.tables = tables.in(rows);
    this.memory = memory;
  }

  @Override
  public Store.Opening open(
      SortedSet<Integer> partitions, Set<String> processes, Collection<Store.MessageKey> messages) {
    flush();
    Store.Opening opening = opening(partitions, processes, messages);
    if (opening.progress().size() < partitions.size()) {
      // What a turn that waited here may know must be read after the wait.
      lock(partitions);
      opening = opening(partitions, processes, messages);
    }
    known.addAll(opening.processes().keySet());
    opening.processes().values().forEach(this::recall);
    return opening;
  }

  private void recall(ProcessRow process) {
    found.put(process.id(), process.nonce());
    memory.of(process.id(), process.nonce()).ifPresent(known -> rows.recall(process.id(), known));
  }

  private Store.Opening opening(
      SortedSet<Integer> partitions, Set<String> processes, Collection<Store.MessageKey> messages) {
    Store.Opening opening = new Store.Opening(new TreeMap<>(), new HashMap<>(), new HashSet<>());
    return ask(
        () -> {
          Sql.ask(
              connection,
              new Sql.Question<>(
                  LOCK,
                  SqlWork::progress,
                  row -> opening.progress().put(row.partition(), row),
                  (Object) partitions.toArray(Integer[]::new)),
              new Sql.Question<>(
                  PROCESSES,
                  RowMapping::process,
                  row -> opening.processes().put(row.id(), row),
                  (Object) processes.toArray(String[]::new)),
              new Sql.Question<>(
                  EVALUATED, SqlWork::key, opening.evaluated()::add, columns(messages)));
          return opening;
        });
  }

  private static Object[] columns(Collection<Store.MessageKey> keys) {
    return new Object[] {
      keys.stream().map(Store.MessageKey::process).toArray(String[]::new),
      keys.stream().map(Store.MessageKey::message).toArray(String[]::new)
    };
  }

  private static Store.MessageKey key(ResultSet row) throws SQLException {
    return new Store.MessageKey(row.getString(1), row.getString(2));
  }

  private static Progress progress(ResultSet row) throws SQLException {
    return new Progress(row.getInt(1), row.getLong(2), row.getLong(3));
  }

  @Override
  public Map<Integer, Progress> lock(SortedSet<Integer> partitions) {
    Integer[] sorted = partitions.toArray(Integer[]::new);
    return ask(
        () -> {
          Map<Integer, Progress> locked = lock(sorted);
          if (locked.size() < sorted.length) {
            // Two turns may meet a new partition at once: both insert in the same order, one waits.
            Sql.run(
                connection,
                "insert into progress (inbox_partition, next_offset, published_offset)"
                    + " select p, 0, 0 from unnest(?) p order by p on conflict do nothing",
                (Object) sorted);
            locked = lock(sorted);
          }
          return locked;
        });
  }

  private Map<Integer, Progress> lock(Integer[] sorted) throws SQLException {
    Map<Integer, Progress> locked = new TreeMap<>();
    Sql.query(connection, LOCK, SqlWork::progress, (Object) sorted)
        .forEach(progress -> locked.put(progress.partition(), progress));
    return locked;
  }

  @Override
  public Map<String, ProcessRow> processes(Set<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    flush();
    Map<String, ProcessRow> found =
        ask(
            () ->
                Sql.query(
                        connection,
                        PROCESSES,
                        RowMapping::process,
                        (Object) ids.toArray(String[]::new))
                    .stream()
                    .collect(Collectors.toMap(ProcessRow::id, row -> row)));
    known.addAll(found.keySet());
    return found;
  }

  @Override
  public List<Evaluation> log(int partition, long from, long to) {
    return ask(
        () ->
            Sql.query(
                connection,
                "select inbox_partition, inbox_offset, item, outcome from evaluation"
                    + " where inbox_partition = ? and inbox_offset >= ? and inbox_offset < ?"
                    + " order by inbox_offset",
                RowMapping::evaluation,
                partition,
                from,
                to));
  }

  @Override
  public Tables<V, C> tables() {
    return tables;
  }

  @Override
  public void save(ProcessRow process) {
    saved.put(process.id(), process);
    left.put(process.id(), process.nonce());
  }

  @Override
  public void append(List<Evaluation> evaluations) {
    appended.addAll(evaluations);
  }

  @Override
  public void advance(Progress progress) {
    advanced.put(progress.partition(), progress);
  }

  /** Writes what was saved, appended, advanced and put. */
  void flush() {
    Sql.Commands commands = new Sql.Commands();
    write(commands);
    run(commands);
  }

  /**
   * Writes it and commits, in one way to the database and back. Nothing is left to do for whoever
   * began the transaction but to end it.
   */
  void commit() {
    Sql.Commands commands = new Sql.Commands();
    write(commands);
    if (!commands.isEmpty()) {
      commands.add(COMMIT);
      run(commands);
    }
  }

  private void run(Sql.Commands commands) {
    ask(
        () -> {
          commands.run(connection);
          return null;
        });
  }

  private void write(Sql.Commands commands) {
    List<ProcessRow> old = new ArrayList<>();
    List<ProcessRow> fresh = new ArrayList<>();
    saved.forEach((id, process) -> (known.add(id) ? fresh : old).add(process));
    saved.clear();
    ask(
        () -> {
          insert(fresh);
          return null;
        });
    if (!old.isEmpty()) {
      commands.add(
          RowMapping.UPDATE_PROCESSES,
          old.stream().map(ProcessRow::id).toArray(String[]::new),
          old.stream().map(ProcessRow::reference).toArray(Long[]::new),
          old.stream().map(ProcessRow::nonce).toArray(Long[]::new),
          old.stream().map(ProcessRow::timestamp).toArray(Long[]::new));
    }
    rows.write(commands);
    if (!appended.isEmpty()) {
      commands.add(RowMapping.INSERT_EVALUATIONS, RowMapping.columns(appended));
    }
    if (!advanced.isEmpty()) {
      Collection<Progress> moved = advanced.values();
      commands.add(
          ADVANCE,
          moved.stream().map(Progress::partition).toArray(Integer[]::new),
          moved.stream().map(Progress::next).toArray(Long[]::new),
          moved.stream().map(Progress::published).toArray(Long[]::new));
    }
    appended.clear();
    advanced.clear();
  }

  /** After the commit: the next turn of these processes finds at hand what this one knew. */
  void remember() {
    Map<String, Map<RememberedRows.Spot, Optional<?>>> worth = rows.worthRemembering();
    left.forEach(
        (process, after) ->
            memory.keep(
                process,
                found.getOrDefault(process, after),
                after,
                worth.getOrDefault(process, Map.of())));
  }

  /** After a failure: what the database has of these processes is not certain. */
  void forget() {
    memory.forget(found.keySet());
  }

  private void insert(List<ProcessRow> fresh) throws SQLException {
    if (fresh.isEmpty()) {
      return;
    }
    try (PreparedStatement upsert = connection.prepareStatement(RowMapping.UPSERT_PROCESS)) {
      for (ProcessRow process : fresh) {
        RowMapping.set(upsert, process);
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /** SQL that may fail. */
  @FunctionalInterface
  private interface Question<T> {
    T ask() throws SQLException;
  }

  private static <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException failed) {
      throw new BrokenDependency("the database did not answer: " + failed.getSQLState(), failed);
    }
  }
}
