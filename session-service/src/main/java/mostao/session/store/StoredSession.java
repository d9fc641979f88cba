package mostao.session.store;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.process.Page;
import mostao.ao.runtime.unit.KeyedRows;
import mostao.ao.runtime.unit.KeyedTable.Only;
import mostao.ao.runtime.unit.KeyedTable.Place;
import mostao.session.model.Blocks;
import mostao.session.model.HistoryRange;
import mostao.session.model.SessionKey;
import mostao.session.model.SessionView;
import mostao.session.model.StoredMessage;

/** One session's rows, read in the current transaction. */
record StoredSession(KeyedRows rows, EntityManager entities, String process)
    implements SessionView {
  @Override
  public long generation() {
    return head().generation();
  }

  @Override
  public Optional<SessionKey> key(long generation) {
    return place(generation).flatMap(place -> rows.find(Rows.KEYS, process, place.key()));
  }

  @Override
  public List<SessionKey> keys(Set<Long> generations) {
    rows.prefetch(Rows.KEYS, generations.stream().flatMap(each -> place(each).stream()).toList());
    return generations.stream().flatMap(each -> key(each).stream()).toList();
  }

  /** Where a key is, if there is one: generations are numbered from 1 to the current one. */
  Optional<Place<Long>> place(long generation) {
    return 1 <= generation && generation <= generation()
        ? Optional.of(new Place<>(process, generation))
        : Optional.empty();
  }

  @Override
  public long lastMessage() {
    return head().lastMessage();
  }

  @Override
  public Blocks blocks() {
    return head().blocks();
  }

  @Override
  public List<StoredMessage> messages(HistoryRange span, Page page) {
    rows.write();
    return new SelectMessages(entities, process).in(span, page);
  }

  Head head() {
    return rows.find(Rows.HEADS, process, Only.ROW).orElse(Head.NONE);
  }
}
