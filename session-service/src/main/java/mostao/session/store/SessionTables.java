package mostao.session.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mostao.ao.process.RowKey;
import mostao.ao.runtime.unit.KeyedRows;
import mostao.ao.runtime.unit.KeyedTable.Only;
import mostao.ao.runtime.unit.KeyedTable.Place;
import mostao.ao.runtime.unit.TurnTables;
import mostao.ao.turn.Tables;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionRowKey;
import mostao.session.model.SessionView;

/** The tables of all sessions of this service. Thread-safe. */
@Singleton
public class SessionTables implements TurnTables<SessionView, SessionChange> {
  private final EntityManager entities;

  @Inject
  SessionTables(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public Tables<SessionView, SessionChange> in(KeyedRows rows) {
    return new Turn(rows);
  }

  /** In one transaction. */
  private final class Turn implements Tables<SessionView, SessionChange> {
    private final KeyedRows rows;

    Turn(KeyedRows rows) {
      this.rows = rows;
    }

    @Override
    public SessionView view(String process) {
      return session(process);
    }

    private StoredSession session(String process) {
      return new StoredSession(rows, entities, process);
    }

    /** The heads by one question, which say what keys there are, and then the keys by one. */
    @Override
    public void prefetch(Map<String, Set<RowKey>> keys) {
      rows.prefetch(
          Rows.HEADS, keys.keySet().stream().map(each -> new Place<>(each, Only.ROW)).toList());
      List<Place<Long>> generations = new ArrayList<>();
      keys.forEach(
          (process, declared) -> {
            StoredSession session = session(process);
            for (RowKey row : declared) {
              if (row instanceof SessionRowKey.Key key) {
                session.place(key.generation()).ifPresent(generations::add);
              } else if (row instanceof SessionRowKey.CurrentKey) {
                session.place(session.generation()).ifPresent(generations::add);
              }
            }
          });
      rows.prefetch(Rows.KEYS, generations);
    }

    @Override
    public void apply(String process, SessionChange change) {
      change.applyTo(new Writer(rows, session(process)));
    }
  }

  /** Writes to the rows of one process. */
  private record Writer(KeyedRows rows, StoredSession session) implements SessionChange.Writer {
    @Override
    public void write(SessionChange.AddKey add) {
      long generation = add.key().generation();
      rows.put(Rows.KEYS, session.process(), generation, add.key());
      put(session.head().at(generation));
    }

    @Override
    public void write(SessionChange.AddMessage add) {
      long id = add.message().id();
      rows.add(Rows.MESSAGES, session.process(), id, add.message());
      put(session.head().with(id));
    }

    @Override
    public void write(SessionChange.SetBlocks set) {
      put(session.head().under(set.blocks()));
    }

    private void put(Head head) {
      rows.put(Rows.HEADS, session.process(), Only.ROW, head);
    }
  }
}
