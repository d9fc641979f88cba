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
import mostao.ao.runtime.unit.KeyedTable.Place;
import mostao.ao.runtime.unit.Prefetch;
import mostao.ao.runtime.unit.TurnTables;
import mostao.ao.turn.Tables;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxMessage;

/** The tables of all handles of this service. Thread-safe. */
@Singleton
public class HandleTables implements TurnTables<HandleView, HandleChange> {
  private static final String PROFILES = "select * from handle_profile where process = any(?1)";

  private static final String INBOXES = "select * from handle_inbox_bounds where process = any(?1)";

  private static final String SHARES =
      "select row.* from unnest(cast(?1 as text[]), cast(?2 as text[])) as key (process, sender)"
          + " join handle_inbox_share row"
          + " on row.process = key.process and row.sender = key.sender";

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
      Set<String> inboxes = new HashSet<>();
      Set<ShareRow.Key> shares = new HashSet<>();
      Set<Place<String>> chats = new HashSet<>();
      keys.forEach(
          (process, declared) -> {
            for (RowKey row : declared) {
              if (row instanceof HandleKey.Profile) {
                profiles.add(process);
              } else if (row instanceof HandleKey.Inbox) {
                inboxes.add(process);
              } else if (row instanceof HandleKey.Share share) {
                ShareRow.key(process, share.sender()).ifPresent(shares::add);
              } else if (row instanceof HandleKey.Chat chat) {
                Chats.place(process, chat.session()).ifPresent(chats::add);
              }
            }
          });
      Prefetch.rows(entities, ProfileRow.class, PROFILES, profiles, process -> process);
      Prefetch.rows(entities, InboxHeadRow.class, INBOXES, inboxes, process -> process);
      Prefetch.rows(
          entities, ShareRow.class, SHARES, shares, ShareRow.Key::process, ShareRow.Key::sender);
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
      keep(process, keep.message());
    }

    @Override
    public void write(HandleChange.DropMessage drop) {
      drop(process, drop);
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

  private void keep(String process, InboxMessage message) {
    entities.persist(new InboxRow(process, message));
    InboxHeadRow head = entities.find(InboxHeadRow.class, process);
    if (head == null) {
      head = new InboxHeadRow(process);
      entities.persist(head);
    }
    head.added(message.sequence());
    ShareRow.Key id = new ShareRow.Key(process, message.from());
    ShareRow share = entities.find(ShareRow.class, id);
    if (share == null) {
      entities.persist(new ShareRow(id, 1, message.sequence()));
    } else {
      share.set(share.kept() + 1, share.oldest());
    }
  }

  /**
   * A replica of the release before counts no shares; what it did beside this one is set right as
   * soon as the sender's messages run out.
   */
  private void drop(String process, HandleChange.DropMessage drop) {
    InboxRow.delete("id.process = ?1 and id.sequence = ?2", process, drop.sequence());
    ShareRow share = entities.find(ShareRow.class, new ShareRow.Key(process, drop.sender()));
    if (share == null) {
      return;
    }
    long before = share.kept();
    Optional<Long> next = next(process, drop);
    if (next.isPresent()) {
      share.set(Math.max(1, before - 1), next.get());
    } else {
      entities.remove(share);
    }
    long after = next.isPresent() ? share.kept() : 0;
    entities.find(InboxHeadRow.class, process).dropped(before - after);
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
