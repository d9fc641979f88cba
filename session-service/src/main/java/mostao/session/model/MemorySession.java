package mostao.session.model;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mostao.ao.process.Page;
import mostao.ao.process.Rows;

/** The meaning of the changes, in memory. Reads scan. Not thread-safe. */
public final class MemorySession
    implements Rows<SessionView, SessionChange>, SessionView, SessionChange.Writer {
  private final TreeMap<Long, SessionKey> keys = new TreeMap<>();
  private final TreeMap<Long, StoredMessage> messages = new TreeMap<>();
  private Blocks blocks = Blocks.NONE;

  @Override
  public SessionView view() {
    return this;
  }

  @Override
  public void apply(SessionChange change) {
    change.applyTo(this);
  }

  @Override
  public void write(SessionChange.AddKey add) {
    keys.put(add.key().generation(), add.key());
  }

  @Override
  public void write(SessionChange.AddMessage add) {
    messages.put(add.message().id(), add.message());
  }

  @Override
  public void write(SessionChange.SetBlocks set) {
    blocks = set.blocks();
  }

  @Override
  public MemorySession copy() {
    MemorySession copy = new MemorySession();
    copy.keys.putAll(keys);
    copy.messages.putAll(messages);
    copy.blocks = blocks;
    return copy;
  }

  @Override
  public long generation() {
    return keys.isEmpty() ? 0 : keys.lastKey();
  }

  @Override
  public Optional<SessionKey> key(long generation) {
    return Optional.ofNullable(keys.get(generation));
  }

  @Override
  public List<SessionKey> keys(Set<Long> generations) {
    return generations.stream().map(keys::get).filter(key -> key != null).toList();
  }

  @Override
  public long lastMessage() {
    return messages.isEmpty() ? 0 : messages.lastKey();
  }

  @Override
  public Blocks blocks() {
    return blocks;
  }

  @Override
  public List<StoredMessage> messages(HistoryRange span, Page page) {
    NavigableMap<Long, StoredMessage> ordered =
        span.newestFirst() ? messages.descendingMap() : messages;
    List<StoredMessage> found =
        ordered.values().stream()
            .filter(m -> span.after() < m.id() && m.id() < span.before())
            .filter(m -> span.from() <= m.timestamp() && m.timestamp() <= span.until())
            .limit(page.rows())
            .toList();
    return found.subList(0, page.fitting(found.stream().map(StoredMessage::size).toList()));
  }
}
