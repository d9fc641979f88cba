package mostao.session.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import mostao.ao.process.RowKey;
import mostao.ao.runtime.unit.Prefetch;
import mostao.ao.turn.Tables;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionRowKey;
import mostao.session.model.SessionView;

/** The tables of all sessions of this service. Inside a transaction, thread-safe. */
@Singleton
public class SessionTables implements Tables<SessionView, SessionChange> {
  private static final String HEADS = "select * from session_head where process = any(?1)";

  private static final String NAMED =
      "select row.* from unnest(cast(?1 as text[]), cast(?2 as bigint[]))"
          + " as key (process, generation)"
          + " join session_key row"
          + " on row.process = key.process and row.generation = key.generation";

  private static final String CURRENT =
      "select row.* from session_head head join session_key row"
          + " on row.process = head.process and row.generation = head.generation"
          + " where head.process = any(?1)";

  private final EntityManager entities;

  @Inject
  SessionTables(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public SessionView view(String process) {
    return new StoredSession(entities, process);
  }

  /** One query for each kind of key. */
  @Override
  public void prefetch(Map<String, Set<RowKey>> keys) {
    Set<String> heads = new HashSet<>();
    Set<String> current = new HashSet<>();
    Set<KeyRow.Key> named = new HashSet<>();
    keys.forEach(
        (process, rows) -> {
          for (RowKey row : rows) {
            if (row instanceof SessionRowKey.Head) {
              heads.add(process);
            } else if (row instanceof SessionRowKey.CurrentKey) {
              current.add(process);
            } else if (row instanceof SessionRowKey.Key key) {
              named.add(new KeyRow.Key(process, key.generation()));
            }
          }
        });
    Prefetch.rows(entities, HeadRow.class, HEADS, heads, process -> process);
    prefetchKeys(entities, named);
    Prefetch.rows(entities, KeyRow.class, CURRENT, current, process -> process);
  }

  /** Each of these keys that exists is at hand from now on. */
  static void prefetchKeys(EntityManager entities, Collection<KeyRow.Key> keys) {
    Prefetch.rows(entities, KeyRow.class, NAMED, keys, KeyRow.Key::process, KeyRow.Key::generation);
  }

  @Override
  public void apply(String process, SessionChange change) {
    change.applyTo(new Writer(process));
  }

  /** Writes to the rows of one process. */
  private final class Writer implements SessionChange.Writer {
    private final String process;

    Writer(String process) {
      this.process = process;
    }

    @Override
    public void write(SessionChange.AddKey add) {
      entities.persist(new KeyRow(process, add.key()));
      head(process).generation(add.key().generation());
    }

    @Override
    public void write(SessionChange.AddMessage add) {
      entities.persist(new MessageRow(process, add.message()));
      head(process).lastMessage(add.message().id());
    }

    @Override
    public void write(SessionChange.SetBlocks set) {
      head(process).blocks(set.blocks());
    }
  }

  private HeadRow head(String process) {
    HeadRow head = entities.find(HeadRow.class, process);
    if (head == null) {
      head = new HeadRow(process);
      entities.persist(head);
    }
    return head;
  }
}
