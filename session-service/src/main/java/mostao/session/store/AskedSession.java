package mostao.session.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mostao.ao.process.Page;
import mostao.ao.runtime.unit.Questions;
import mostao.ao.runtime.unit.Questions.Question;
import mostao.session.model.Blocks;
import mostao.session.model.HistoryRange;
import mostao.session.model.SessionKey;
import mostao.session.model.SessionView;
import mostao.session.model.StoredMessage;

/**
 * One session's committed rows, for one read. What was found once is not asked for again: a key
 * never changes.
 */
public final class AskedSession implements SessionView {
  /** Rows that are fetched at a time: the largest messages of so many are a few megabytes. */
  private static final int FETCHED = 64;

  private static final Question<Head> HEAD =
      new Question<>(
          "select generation, last_message, blocked_by_a, blocked_by_b"
              + " from session_head where process = ?",
          Rows::head);

  private static final String SELECT_KEY =
      "select k.rotated_by, k.rotated_at, k.encrypted_a, k.pubkey_a, k.encrypted_b, k.pubkey_b,"
          + " k.statement, k.generation from session_key k";

  private static final Question<SessionKey> KEYS =
      new Question<>(
          SELECT_KEY + " where k.process = ? and k.generation = any(?)", AskedSession::key);

  private static final Question<SessionKey> CURRENT_KEY =
      new Question<>(
          SELECT_KEY
              + " join session_head h on h.process = k.process and h.generation = k.generation"
              + " where h.process = ?",
          AskedSession::key);

  static final Question<StoredMessage> NEWEST_FIRST = messages("desc");
  static final Question<StoredMessage> OLDEST_FIRST = messages("asc");

  static final Question<Long> FIRST_OF_TIME =
      new Question<>(
          "select id from session_message where process = ? and taken_at >= ?"
              + " order by taken_at, id limit 1",
          row -> row.getLong(1));

  static final Question<Long> LAST_OF_TIME =
      new Question<>(
          "select id from session_message where process = ? and taken_at <= ?"
              + " order by taken_at desc, id desc limit 1",
          row -> row.getLong(1));

  private final Questions questions;
  private final String process;
  private final Map<Long, SessionKey> known = new HashMap<>();
  private Optional<Head> head;

  public AskedSession(Questions questions, String process) {
    this.questions = questions;
    this.process = process;
  }

  Questions questions() {
    return questions;
  }

  private static Question<StoredMessage> messages(String order) {
    return new Question<>(
        "select message_id, sender, generation, taken_at, content, stale, id from session_message"
            + " where process = ? and id between ? and ? order by id "
            + order
            + " limit ?",
        row -> Rows.message(row.getLong(7), row));
  }

  private static SessionKey key(ResultSet row) throws SQLException {
    return Rows.key(row.getLong(8), row);
  }

  @Override
  public long generation() {
    return head().map(Head::generation).orElse(0L);
  }

  @Override
  public long lastMessage() {
    return head().map(Head::lastMessage).orElse(0L);
  }

  @Override
  public Blocks blocks() {
    return head().map(Head::blocks).orElse(Blocks.NONE);
  }

  private Optional<Head> head() {
    if (head == null) {
      head = questions.first(HEAD, process);
    }
    return head;
  }

  @Override
  public Optional<SessionKey> key(long generation) {
    return keys(Set.of(generation)).stream().findFirst();
  }

  @Override
  public List<SessionKey> keys(Set<Long> generations) {
    // There is none before the first.
    Long[] unknown =
        generations.stream()
            .filter(each -> each > 0 && !known.containsKey(each))
            .toArray(Long[]::new);
    if (unknown.length > 0) {
      questions.all(KEYS, process, unknown).forEach(this::know);
    }
    return generations.stream().filter(known::containsKey).map(known::get).toList();
  }

  private void know(SessionKey key) {
    known.put(key.generation(), key);
  }

  /**
   * Times and ids grow together, so the times of the span are turned into ids first, one index
   * entry each; then the rows are read, a few at a time, until the page ends.
   */
  @Override
  public List<StoredMessage> messages(HistoryRange span, Page page) {
    Optional<Long> first =
        span.from() == Long.MIN_VALUE
            ? Optional.of(1L)
            : questions.first(FIRST_OF_TIME, process, span.from());
    Optional<Long> last =
        span.until() == Long.MAX_VALUE
            ? Optional.of(Long.MAX_VALUE)
            : questions.first(LAST_OF_TIME, process, span.until());
    if (first.isEmpty() || last.isEmpty()) {
      return List.of();
    }
    // No id follows the largest possible one; neither bound may overflow.
    long low =
        span.after() == Long.MAX_VALUE ? span.after() : Math.max(first.get(), span.after() + 1);
    long high = Math.min(last.get(), span.before() == 0 ? 0 : span.before() - 1);
    return page(low, high, span.newestFirst(), page);
  }

  private List<StoredMessage> page(long from, long to, boolean newestFirst, Page page) {
    List<StoredMessage> found = new ArrayList<>();
    long low = from;
    long high = to;
    long bytes = 0;
    while (low <= high && found.size() < page.rows()) {
      int most = Math.min(FETCHED, page.rows() - found.size());
      List<StoredMessage> rows = rows(newestFirst ? NEWEST_FIRST : OLDEST_FIRST, low, high, most);
      for (StoredMessage message : rows) {
        bytes += message.size();
        // One is given whatever its size.
        if (!found.isEmpty() && bytes > page.bytes()) {
          return found;
        }
        found.add(message);
      }
      if (rows.size() < most) {
        return found;
      }
      long end = rows.get(most - 1).id();
      low = newestFirst ? low : end + 1;
      high = newestFirst ? end - 1 : high;
    }
    return found;
  }

  /** Most messages are of the current key, so it is asked for in the same breath. */
  private List<StoredMessage> rows(
      Question<StoredMessage> question, long low, long high, int most) {
    if (!known.isEmpty()) {
      return questions.all(question, process, low, high, most);
    }
    List<StoredMessage> rows = new ArrayList<>();
    questions.both(question, rows::add, CURRENT_KEY, this::know, process, low, high, most, process);
    return rows;
  }
}
