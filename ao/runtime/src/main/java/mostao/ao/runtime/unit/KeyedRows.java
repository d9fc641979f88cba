package mostao.ao.runtime.unit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mostao.ao.runtime.unit.KeyedTable.Found;
import mostao.ao.runtime.unit.KeyedTable.Place;
import mostao.ao.turn.BrokenDependency;

/**
 * A module's rows inside one transaction, by their keys: what was read is not read again, and what
 * changes is written with the turn's own rows, in the same way to the database and back. Before a
 * statement that looks for rows in another way, {@link #write}. For the thread of one turn.
 *
 * <p>Every method may throw {@link BrokenDependency}; then the transaction is lost.
 */
public final class KeyedRows {
  private final Connection connection;
  private final Map<KeyedTable<?, ?>, Held<?, ?>> tables = new LinkedHashMap<>();
  private final Map<String, RememberedRows.OfProcess> remembered = new HashMap<>();

  /**
   * @param connection in a transaction that somebody else begins and ends
   */
  public KeyedRows(Connection connection) {
    this.connection = connection;
  }

  /** The rows of one table. */
  private static final class Held<K, R> {
    private final KeyedTable<K, R> table;

    /** As they are now; empty where there is none. */
    private final Map<Place<K>, Optional<R>> known = new HashMap<>();

    /** Of those, what the database does not know yet. */
    private final Set<Place<K>> changed = new LinkedHashSet<>();

    private final List<Found<K, R>> added = new ArrayList<>();

    Held(KeyedTable<K, R> table) {
      this.table = table;
    }

    void put(Place<K> place, Optional<R> row) {
      known.put(place, row);
      changed.add(place);
    }

    void write(Sql.Commands commands) {
      List<Found<K, R>> put = new ArrayList<>();
      List<Place<K>> removed = new ArrayList<>();
      for (Place<K> place : changed) {
        known
            .get(place)
            .ifPresentOrElse(row -> put.add(new Found<>(place, row)), () -> removed.add(place));
      }
      table.write(commands, added, put, removed);
      changed.clear();
      added.clear();
    }

    void remember(Map<String, Map<RememberedRows.Spot, Optional<?>>> byProcess) {
      if (table.isRemembered()) {
        known.forEach(
            (place, row) ->
                byProcess
                    .computeIfAbsent(place.process(), process -> new HashMap<>())
                    .put(new RememberedRows.Spot(table, place.key()), row));
      }
    }
  }

  @SuppressWarnings("unchecked") // What is held under a table are rows of it.
  private <K, R> Held<K, R> held(KeyedTable<K, R> table) {
    return (Held<K, R>) tables.computeIfAbsent(table, Held::new);
  }

  /** The row at a key; nothing when there is none. */
  public <K, R> Optional<R> find(KeyedTable<K, R> table, String process, K key) {
    Place<K> place = new Place<>(process, key);
    prefetch(table, List.of(place));
    return held(table).known.get(place);
  }

  /** Reads those of these rows that are not at hand, by one statement. */
  public <K, R> void prefetch(KeyedTable<K, R> table, Collection<Place<K>> places) {
    Held<K, R> held = held(table);
    Set<Place<K>> missing = new LinkedHashSet<>();
    for (Place<K> place : places) {
      if (held.known.containsKey(place)) {
        continue;
      }
      RememberedRows.OfProcess process =
          remembered.getOrDefault(place.process(), RememberedRows.OfProcess.UNKNOWN);
      if (process.knows(new RememberedRows.Spot(table, place.key()))) {
        held.known.put(place, process.row(table, place.key()));
      } else {
        missing.add(place);
      }
    }
    if (!missing.isEmpty()) {
      missing.forEach(place -> held.known.put(place, Optional.empty()));
      try {
        Sql.ask(
            connection,
            table.find(missing, found -> held.known.put(found.place(), Optional.of(found.row()))));
      } catch (SQLException failed) {
        throw broken(failed);
      }
    }
  }

  /** Adds a row or replaces the one at its key. */
  public <K, R> void put(KeyedTable<K, R> table, String process, K key, R row) {
    held(table).put(new Place<>(process, key), Optional.of(row));
  }

  /** Removes the row at a key, if there is one. */
  public <K, R> void remove(KeyedTable<K, R> table, String process, K key) {
    held(table).put(new Place<>(process, key), Optional.empty());
  }

  /**
   * Adds a row that is not there, and that nobody finds by its key: one of many, which are only
   * read by other statements.
   */
  public <K, R> void add(KeyedTable<K, R> table, String process, K key, R row) {
    held(table).added.add(new Found<>(new Place<>(process, key), row));
  }

  /** Writes what has changed so far. */
  public void write() {
    Sql.Commands commands = new Sql.Commands();
    write(commands);
    try {
      commands.run(connection);
    } catch (SQLException failed) {
      throw broken(failed);
    }
  }

  /** Hands over what has changed so far, to be written. */
  void write(Sql.Commands commands) {
    tables.values().forEach(held -> held.write(commands));
  }

  /** What was remembered of a process that has taken no message since. */
  void recall(String process, RememberedRows.OfProcess rows) {
    remembered.put(process, rows);
  }

  /** What may be remembered, by process. */
  Map<String, Map<RememberedRows.Spot, Optional<?>>> worthRemembering() {
    Map<String, Map<RememberedRows.Spot, Optional<?>>> byProcess = new HashMap<>();
    tables.values().forEach(held -> held.remember(byProcess));
    return byProcess;
  }

  private static BrokenDependency broken(SQLException failed) {
    return new BrokenDependency("the database did not answer: " + failed.getSQLState(), failed);
  }
}
