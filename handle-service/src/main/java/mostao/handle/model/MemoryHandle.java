package mostao.handle.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.Rows;

/** The meaning of the changes, in memory. Not thread-safe. */
public final class MemoryHandle
    implements Rows<HandleView, HandleChange>, HandleView, HandleChange.Writer {
  private static final Comparator<ChatEntry> NEWEST_FIRST =
      Comparator.comparingLong(ChatEntry::lastMessage).reversed().thenComparing(ChatEntry::session);

  private ObjectNode profile = Json.object();
  private InboxBounds bounds = InboxBounds.NONE;
  private final Map<String, ChatEntry> chats = new HashMap<>();
  private final TreeMap<Long, InboxMessage> inbox = new TreeMap<>();

  @Override
  public HandleView view() {
    return this;
  }

  @Override
  public void apply(HandleChange change) {
    change.applyTo(this);
  }

  @Override
  public void write(HandleChange.PutProfile put) {
    profile = put.profile().deepCopy();
  }

  @Override
  public void write(HandleChange.PutChat put) {
    chats.put(put.chat().session(), put.chat());
  }

  @Override
  public void write(HandleChange.KeepMessage keep) {
    inbox.put(keep.message().sequence(), keep.message());
    bounds = new InboxBounds(bounds.first(), keep.message().sequence());
  }

  @Override
  public void write(HandleChange.DropMessages drop) {
    inbox.subMap(drop.first(), true, drop.last(), true).clear();
    bounds = new InboxBounds(drop.last() + 1, bounds.last());
  }

  @Override
  public MemoryHandle copy() {
    MemoryHandle copy = new MemoryHandle();
    copy.profile = profile.deepCopy();
    copy.bounds = bounds;
    copy.chats.putAll(chats);
    copy.inbox.putAll(inbox);
    return copy;
  }

  @Override
  public ObjectNode profile() {
    return profile.deepCopy();
  }

  @Override
  public Optional<ChatEntry> chat(String session) {
    return Optional.ofNullable(chats.get(session));
  }

  @Override
  public List<ChatEntry> chats(int limit) {
    return chats.values().stream().sorted(NEWEST_FIRST).limit(limit).toList();
  }

  @Override
  public InboxBounds inboxBounds() {
    return bounds;
  }

  @Override
  public List<InboxMessage> inbox(long after, Page page) {
    List<InboxMessage> found =
        inbox.tailMap(after, false).values().stream().limit(page.rows()).toList();
    return found.subList(0, page.fitting(found.stream().map(InboxMessage::size).toList()));
  }
}
