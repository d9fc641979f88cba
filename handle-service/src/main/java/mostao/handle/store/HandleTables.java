package mostao.handle.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mostao.ao.process.RowKey;
import mostao.ao.runtime.unit.KeyedRows;
import mostao.ao.runtime.unit.KeyedTable.Only;
import mostao.ao.runtime.unit.KeyedTable.Place;
import mostao.ao.runtime.unit.Prefetch;
import mostao.ao.runtime.unit.TurnTables;
import mostao.ao.turn.Tables;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;

/** The tables of all handles of this service. Thread-safe. */
@Singleton
public class HandleTables implements TurnTables<HandleView, HandleChange> {
  private static final String PROFILES = "select * from handle_profile where process = any(?1)";

  private final EntityManager entities;

  @Inject
  HandleTables(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public Tables<HandleView, HandleChange> in(KeyedRows rows) {
    return new Turn(rows);
  }

  /** In one transaction. */
  private final class Turn implements Tables<HandleView, HandleChange> {
    private final KeyedRows rows;

    Turn(KeyedRows rows) {
      this.rows = rows;
    }

    @Override
    public HandleView view(String process) {
      return new StoredHandle(rows, entities, process);
    }

    /** One question a table. */
    @Override
    public void prefetch(Map<String, Set<RowKey>> keys) {
      Set<String> profiles = new HashSet<>();
      Set<Place<Only>> inboxes = new HashSet<>();
      Set<Place<String>> shares = new HashSet<>();
      Set<Place<String>> chats = new HashSet<>();
      keys.forEach(
          (process, declared) -> {
            for (RowKey row : declared) {
              if (row instanceof HandleKey.Profile) {
                profiles.add(process);
              } else if (row instanceof HandleKey.Inbox) {
                inboxes.add(new Place<>(process, Only.ROW));
              } else if (row instanceof HandleKey.Share share) {
                Inboxes.share(process, share.sender()).ifPresent(shares::add);
              } else if (row instanceof HandleKey.Chat chat) {
                Chats.place(process, chat.session()).ifPresent(chats::add);
              }
            }
          });
      Prefetch.rows(entities, ProfileRow.class, PROFILES, profiles);
      rows.prefetch(Inboxes.HEADS, inboxes);
      rows.prefetch(Inboxes.SHARES, shares);
      rows.prefetch(Chats.TABLE, chats);
    }

    @Override
    public void apply(String process, HandleChange change) {
      change.applyTo(new Writer(rows, process));
    }
  }

  /** Writes to the rows of one process. */
  private final class Writer implements HandleChange.Writer {
    private final KeyedRows rows;
    private final String process;

    Writer(KeyedRows rows, String process) {
      this.rows = rows;
      this.process = process;
    }

    @Override
    public void write(HandleChange.PutProfile put) {
      put(process, put);
    }

    @Override
    public void write(HandleChange.PutChat put) {
      rows.put(Chats.TABLE, process, put.chat().session(), put.chat());
    }

    @Override
    public void write(HandleChange.RemoveChat remove) {
      rows.remove(Chats.TABLE, process, remove.session());
    }

    @Override
    public void write(HandleChange.KeepMessage keep) {
      entities.persist(new InboxRow(process, keep.message()));
      Inboxes.added(rows, process, keep.message().from(), keep.message().sequence());
    }

    @Override
    public void write(HandleChange.DropMessage drop) {
      InboxRow.delete("id.process = ?1 and id.sequence = ?2", process, drop.sequence());
      Inboxes.dropped(rows, process, drop.sender(), next(process, drop));
    }
  }

  private void put(String process, HandleChange.PutProfile change) {
    ProfileRow row = entities.find(ProfileRow.class, process);
    if (row == null) {
      entities.persist(new ProfileRow(process, change.profile()));
    } else {
      row.set(change.profile());
    }
  }

  private Optional<Long> next(String process, HandleChange.DropMessage drop) {
    return entities
        .createQuery(
            "select i.id.sequence from InboxRow i where i.id.process = ?1 and i.sender = ?2"
                + " and i.id.sequence > ?3 order by i.id.sequence",
            Long.class)
        .setParameter(1, process)
        .setParameter(2, drop.sender())
        .setParameter(3, drop.sequence())
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }
}
