package mostao.handle.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.Rows;

/** The meaning of the changes, in memory. Not thread-safe. */
public final class MemoryHandle
    implements Rows<HandleView, HandleChange>, HandleView, HandleChange.Writer {
  private static final Comparator<ChatEntry> NEWEST_FIRST =
      Comparator.comparingLong(ChatEntry::lastMessage).reversed().thenComparing(ChatEntry::session);

  private ObjectNode profile = Json.object();
  private long lastSequence;
  private final Map<String, ChatEntry> chats = new HashMap<>();
  private final TreeMap<Long, InboxMessage> inbox = new TreeMap<>();
  private final Map<String, TreeSet<Long>> bySender = new HashMap<>();

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
  public void write(HandleChange.RemoveChat remove) {
    chats.remove(remove.session());
  }

  @Override
  public void write(HandleChange.KeepMessage keep) {
    inbox.put(keep.message().sequence(), keep.message());
    lastSequence = keep.message().sequence();
    bySender.computeIfAbsent(keep.message().from(), s -> new TreeSet<>()).add(lastSequence);
  }

  @Override
  public void write(HandleChange.DropMessage drop) {
    inbox.remove(drop.sequence());
    bySender.computeIfPresent(
        drop.sender(), (s, kept) -> kept.remove(drop.sequence()) && kept.isEmpty() ? null : kept);
  }

  @Override
  public MemoryHandle copy() {
    MemoryHandle copy = new MemoryHandle();
    copy.profile = profile.deepCopy();
    copy.lastSequence = lastSequence;
    copy.chats.putAll(chats);
    copy.inbox.putAll(inbox);
    bySender.forEach((sender, kept) -> copy.bySender.put(sender, new TreeSet<>(kept)));
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
  public List<ChatEntry> chats(ChatSpan span, int limit) {
    return chats.values().stream()
        .filter(chat -> span.states().contains(chat.state()))
        .filter(chat -> span.after().filter(a -> NEWEST_FIRST.compare(chat, a) <= 0).isEmpty())
        .sorted(NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  @Override
  public ChatCounts chatCounts() {
    return new ChatCounts(chats.size(), requests().count());
  }

  @Override
  public List<String> oldestRequests(int limit) {
    return requests()
        .sorted(Comparator.comparingLong(ChatEntry::begun).thenComparing(ChatEntry::session))
        .limit(limit)
        .map(ChatEntry::session)
        .toList();
  }

  private Stream<ChatEntry> requests() {
    return chats.values().stream().filter(chat -> chat.state() == ChatEntry.State.REQUEST);
  }

  @Override
  public InboxHead inboxHead() {
    return new InboxHead(lastSequence, inbox.size());
  }

  @Override
  public Optional<SenderShare> share(String sender) {
    return Optional.ofNullable(bySender.get(sender)).map(kept -> share(sender, kept));
  }

  private static SenderShare share(String sender, TreeSet<Long> kept) {
    return new SenderShare(sender, kept.size(), kept.first());
  }

  @Override
  public List<SenderShare> largestShares(int limit) {
    return bySender.entrySet().stream()
        .map(entry -> share(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(SenderShare::kept)
                .reversed()
                .thenComparing(SenderShare::oldest))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Long> oldestOf(String sender, int limit) {
    return bySender.getOrDefault(sender, new TreeSet<>()).stream().limit(limit).toList();
  }

  @Override
  public List<InboxMessage> inbox(long after, Page page) {
    List<InboxMessage> found =
        inbox.tailMap(after, false).values().stream().limit(page.rows()).toList();
    return found.subList(0, page.fitting(found.stream().map(InboxMessage::size).toList()));
  }
}
