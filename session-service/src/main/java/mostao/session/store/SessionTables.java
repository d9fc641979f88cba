package mostao.session.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import mostao.ao.process.RowKey;
import mostao.ao.turn.Tables;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionRowKey;
import mostao.session.model.SessionView;

/** The tables of all sessions of this service. Inside a transaction, thread-safe. */
@Singleton
public class SessionTables implements Tables<SessionView, SessionChange> {
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
    if (!heads.isEmpty()) {
      HeadRow.list("process in ?1", heads);
    }
    if (!named.isEmpty()) {
      KeyRow.list("id in ?1", named);
    }
    if (!current.isEmpty()) {
      entities
          .createQuery(
              "select k from KeyRow k join HeadRow h on h.process = k.id.process"
                  + " and h.generation = k.id.generation where h.process in ?1",
              KeyRow.class)
          .setParameter(1, current)
          .getResultList();
    }
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
