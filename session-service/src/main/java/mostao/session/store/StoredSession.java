package mostao.session.store;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.process.Page;
import mostao.session.model.Blocks;
import mostao.session.model.HistoryRange;
import mostao.session.model.SessionKey;
import mostao.session.model.SessionView;
import mostao.session.model.StoredMessage;

/** One session's rows, read in the current transaction. */
record StoredSession(EntityManager entities, String process) implements SessionView {
  @Override
  public long generation() {
    return head().map(HeadRow::generation).orElse(0L);
  }

  @Override
  public Optional<SessionKey> key(long generation) {
    // There is none before the first, and what is not there would be looked for again each time.
    return generation < 1
        ? Optional.empty()
        : Optional.ofNullable(entities.find(KeyRow.class, new KeyRow.Key(process, generation)))
            .map(KeyRow::key);
  }

  @Override
  public List<SessionKey> keys(Set<Long> generations) {
    SessionTables.prefetchKeys(
        entities, generations.stream().map(each -> new KeyRow.Key(process, each)).toList());
    return generations.stream().flatMap(each -> key(each).stream()).toList();
  }

  @Override
  public long lastMessage() {
    return head().map(HeadRow::lastMessage).orElse(0L);
  }

  @Override
  public Blocks blocks() {
    return head().map(HeadRow::blocks).orElse(Blocks.NONE);
  }

  @Override
  public List<StoredMessage> messages(HistoryRange span, Page page) {
    return new SelectMessages(entities, process).in(span, page);
  }

  private Optional<HeadRow> head() {
    return Optional.ofNullable(entities.find(HeadRow.class, process));
  }
}
