package mostao.session.store;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Page;
import mostao.session.model.HistoryRange;
import mostao.session.model.StoredMessage;

/**
 * A page of one session's history. Times and ids grow together, so the times of the span are turned
 * into ids first, one index entry each; then ids and sizes tell where the page ends; then just its
 * rows are read. Every step is one range of one index, as long as the page and no longer.
 */
record SelectMessages(EntityManager entities, String process) {
  /** How much one message takes. */
  record Sized(long id, int size) {}

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
    List<Sized> sized = sizes(low, high, order, page.rows());
    int fitting = page.fitting(sized.stream().map(Sized::size).toList());
    if (fitting == 0) {
      return List.of();
    }
    long one = sized.get(0).id();
    long other = sized.get(fitting - 1).id();
    return rows(Math.min(one, other), Math.max(one, other), order);
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

  private List<Sized> sizes(long low, long high, String order, int rows) {
    return entities
        .createQuery(
            "select m.id.number, m.size from MessageRow m"
                + " where m.id.process = ?1 and m.id.number between ?2 and ?3"
                + order,
            Sized.class)
        .setParameter(1, process)
        .setParameter(2, low)
        .setParameter(3, high)
        .setMaxResults(rows)
        .getResultList();
  }

  private List<StoredMessage> rows(long low, long high, String order) {
    return entities
        .createQuery(
            "select m from MessageRow m where m.id.process = ?1 and m.id.number between ?2 and ?3"
                + order,
            MessageRow.class)
        .setParameter(1, process)
        .setParameter(2, low)
        .setParameter(3, high)
        .getResultStream()
        .map(MessageRow::message)
        .toList();
  }
}
