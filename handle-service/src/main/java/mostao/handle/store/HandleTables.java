package mostao.handle.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import mostao.ao.process.RowKey;
import mostao.ao.turn.Tables;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxBounds;
import mostao.handle.model.InboxMessage;

/** The tables of all handles of this service. Inside a transaction, thread-safe. */
@Singleton
public class HandleTables implements Tables<HandleView, HandleChange> {
  private final EntityManager entities;

  @Inject
  HandleTables(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public HandleView view(String process) {
    return new StoredHandle(entities, process);
  }

  /** One query a table. */
  @Override
  public void prefetch(Map<String, Set<RowKey>> keys) {
    Set<String> profiles = new HashSet<>();
    Set<String> bounds = new HashSet<>();
    Set<ChatRow.Key> chats = new HashSet<>();
    keys.forEach(
        (process, rows) -> {
          for (RowKey row : rows) {
            if (row instanceof HandleKey.Profile) {
              profiles.add(process);
            } else if (row instanceof HandleKey.Bounds) {
              bounds.add(process);
            } else if (row instanceof HandleKey.Chat chat) {
              ChatRow.key(process, chat.session()).ifPresent(chats::add);
            }
          }
        });
    if (!profiles.isEmpty()) {
      ProfileRow.list("process in ?1", profiles);
    }
    if (!bounds.isEmpty()) {
      BoundsRow.list("process in ?1", bounds);
    }
    if (!chats.isEmpty()) {
      ChatRow.list("id in ?1", chats);
    }
  }

  @Override
  public void apply(String process, HandleChange change) {
    change.applyTo(new Writer(process));
  }

  /** Writes to the rows of one process. */
  private final class Writer implements HandleChange.Writer {
    private final String process;

    Writer(String process) {
      this.process = process;
    }

    @Override
    public void write(HandleChange.PutProfile put) {
      put(process, put);
    }

    @Override
    public void write(HandleChange.PutChat put) {
      put(process, put.chat());
    }

    @Override
    public void write(HandleChange.KeepMessage keep) {
      keep(process, keep.message());
    }

    @Override
    public void write(HandleChange.DropMessages drop) {
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

  private void put(String process, ChatEntry entry) {
    ChatRow.Key id = new ChatRow.Key(process, entry.session());
    ChatRow row = entities.find(ChatRow.class, id);
    if (row == null) {
      row = new ChatRow(id);
      row.set(entry);
      entities.persist(row);
    } else {
      row.set(entry);
    }
  }

  private void keep(String process, InboxMessage message) {
    entities.persist(new InboxRow(process, message));
    BoundsRow bounds = entities.find(BoundsRow.class, process);
    if (bounds == null) {
      entities.persist(
          new BoundsRow(process, new InboxBounds(InboxBounds.NONE.first(), message.sequence())));
    } else {
      bounds.set(new InboxBounds(bounds.bounds().first(), message.sequence()));
    }
  }

  private void drop(String process, HandleChange.DropMessages change) {
    InboxRow.delete(
        "id.process = ?1 and id.sequence between ?2 and ?3",
        process,
        change.first(),
        change.last());
    BoundsRow bounds = entities.find(BoundsRow.class, process);
    bounds.set(new InboxBounds(change.last() + 1, bounds.bounds().last()));
  }
}
