package mostao.handle.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mostao.ao.message.Message;
import mostao.ao.turn.Tables;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxBounds;
import mostao.handle.model.InboxMessage;

/** The tables of all handles of this service. Inside a transaction, thread-safe. */
@Singleton
public class HandleTables implements Tables<HandleView, HandleChange> {
  private static final Set<String> ABOUT_THE_PROFILE = Set.of("GetProfile", "ProfileUpdate");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** Data that names one session is not longer. */
  private static final int DATA_WITH_AN_ID = 256;

  private final EntityManager entities;

  @Inject
  HandleTables(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public HandleView view(String process) {
    return new StoredHandle(entities, process);
  }

  /**
   * One query a table: the bounds of every inbox, the entries of every session that may speak or be
   * spoken of, the profiles that are asked for. What is missed here is found row by row.
   */
  @Override
  public void prefetch(List<Message> batch) {
    Set<String> processes = new HashSet<>();
    Set<String> sessions = new HashSet<>();
    Set<String> profiles = new HashSet<>();
    for (Message message : batch) {
      processes.add(message.target());
      if (ABOUT_THE_PROFILE.contains(message.action())) {
        profiles.add(message.target());
      }
      session(message.isPush() ? message.from() : message.data(), sessions);
    }
    if (!processes.isEmpty()) {
      BoundsRow.list("process in ?1", processes);
    }
    if (!sessions.isEmpty()) {
      ChatRow.list("id.process in ?1 and id.session in ?2", processes, sessions);
    }
    if (!profiles.isEmpty()) {
      ProfileRow.list("process in ?1", profiles);
    }
  }

  private static void session(String text, Set<String> sessions) {
    if (text.length() <= DATA_WITH_AN_ID) {
      Matcher id = ID.matcher(text);
      if (id.find()) {
        sessions.add(id.group());
      }
    }
  }

  @Override
  public void apply(String process, HandleChange change) {
    if (change instanceof HandleChange.PutProfile put) {
      put(process, put);
    } else if (change instanceof HandleChange.PutChat put) {
      put(process, put.chat());
    } else if (change instanceof HandleChange.KeepMessage keep) {
      keep(process, keep.message());
    } else if (change instanceof HandleChange.DropMessages drop) {
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
