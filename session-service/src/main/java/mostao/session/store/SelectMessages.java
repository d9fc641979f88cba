package mostao.session.store;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mostao.ao.process.Page;
import mostao.session.model.HistoryRange;
import mostao.session.model.StoredMessage;
import org.hibernate.jpa.HibernateHints;

/**
 * A page of one session's history. Times and ids grow together, so the times of the span are turned
 * into ids first, one index entry each; then the rows are read, a few at a time, until the page
 * ends. Every step is one range of one index, as long as the page and no longer.
 */
record SelectMessages(EntityManager entities, String process) {
  /** Rows that are fetched at a time: the largest messages of so many are a few megabytes. */
  private static final int FETCHED = 64;

  List<StoredMessage> in(HistoryRange span, Page page) {
    Optional<Long> first = span.from() == Long.MIN_VALUE ? Optional.of(1L) : firstId(span.from());
    Optional<Long> last =
        span.until() == Long.MAX_VALUE ? Optional.of(Long.MAX_VALUE) : lastId(span.until());
    if (first.isEmpty() || last.isEmpty()) {
      return List.of();
    }
    // No id follows the largest possible one; neither bound may overflow.
    long low =
        span.after() == Long.MAX_VALUE ? span.after() : Math.max(first.get(), span.after() + 1);
    long high = Math.min(last.get(), span.before() == 0 ? 0 : span.before() - 1);
    String order = span.newestFirst() ? " order by m.id.number desc" : " order by m.id.number";
    List<StoredMessage> found = new ArrayList<>();
    try (Stream<StoredMessage> rows = rows(low, high, order, page.rows())) {
      long bytes = 0;
      for (Iterator<StoredMessage> all = rows.iterator(); all.hasNext(); ) {
        StoredMessage message = all.next();
        bytes += message.size();
        // One is given whatever its size.
        if (!found.isEmpty() && bytes > page.bytes()) {
          break;
        }
        found.add(message);
      }
    }
    return found;
  }

  private Optional<Long> firstId(long time) {
    return entities
        .createQuery(
            "select m.id.number from MessageRow m where m.id.process = ?1 and m.takenAt >= ?2"
                + " order by m.takenAt, m.id.number",
            Long.class)
        .setParameter(1, process)
        .setParameter(2, time)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  private Optional<Long> lastId(long time) {
    return entities
        .createQuery(
            "select m.id.number from MessageRow m where m.id.process = ?1 and m.takenAt <= ?2"
                + " order by m.takenAt desc, m.id.number desc",
            Long.class)
        .setParameter(1, process)
        .setParameter(2, time)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  private Stream<StoredMessage> rows(long low, long high, String order, int most) {
    return entities
        .createQuery(
            // Into what is shown: entities would be kept, and looked through at every flush.
            "select m.id.number, m.messageId, m.sender, m.generation, m.takenAt, m.content, m.stale"
                + " from MessageRow m where m.id.process = ?1 and m.id.number between ?2 and ?3"
                + order,
            StoredMessage.class)
        .setParameter(1, process)
        .setParameter(2, low)
        .setParameter(3, high)
        .setMaxResults(most)
        .setHint(HibernateHints.HINT_FETCH_SIZE, FETCHED)
        .getResultStream();
  }
}
