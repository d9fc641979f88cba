package mostao.ao.runtime.unit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.ProcessRow;

/**
 * Reads of processes and of the evaluation log, outside any turn: what was committed. Evaluations
 * that {@link Retention} emptied are left out of pages; a page never walks over them. Thread-safe.
 * Every method throws {@link BrokenDependency} when the database does not answer.
 */
@Singleton
public class Log {
  private static final String SELECT_LINE =
      "select process, nonce, message, evaluated_at, outcome from evaluation";

  private static final String SELECT_ITEM =
      "select process, nonce, message, evaluated_at, item from evaluation";

  /**
   * The first nonce behind a place: times of a process never go back and its nonces have no gap, so
   * they are halved until it is found, and no index of times is kept. A place that names an
   * evaluation of that time is found at once. Of a process whose beginning is not here, what is
   * missing counts as in front of every place.
   */
  private static final String FIRST_BEHIND =
      "with recursive search (low, high) as ("
          + "select coalesce(e.nonce, -1), coalesce(e.nonce + 1, p.nonce) from process p"
          + " left join evaluation e on e.process = p.id and e.nonce = ? and e.evaluated_at = ?"
          + " where p.id = ?"
          + " union all"
          + " select case when behind.nonce is null then half else low end,"
          + " case when behind.nonce is null then high else half end"
          + " from (select low, high, (low + high) / 2 as half from search"
          + " where high - low > 1) halved"
          + " left join evaluation behind on behind.process = ? and behind.nonce = half"
          + " and (behind.evaluated_at, behind.nonce) > (?, ?))"
          + " select high from search order by high - low limit 1";

  /**
   * The last emptied evaluation of a process. Its nonces have no gap, and are emptied in order from
   * the one behind its birth on: so they are halved until it is found.
   */
  private static final String LAST_EMPTIED =
      "with recursive search (low, high) as ("
          + "select 0::bigint, nonce from process where id = ?"
          + " union all"
          + " select case when e.item = '' then half.nonce else half.low end,"
          + " case when e.item = '' then half.high else half.nonce end"
          + " from (select low, high, (low + high) / 2 as nonce from search"
          + " where high - low > 1) half"
          + " join evaluation e on e.process = ? and e.nonce = half.nonce)"
          + " select low from search order by high - low limit 1";

  private final CommittedReads reads;

  @Inject
  Log(CommittedReads reads) {
    this.reads = reads;
  }

  /**
   * One evaluation as it is shown.
   *
   * @param timestamp Unix milliseconds
   * @param record the outbox record, as JSON; for {@link #assignments}, the inbox record; for
   *     {@link #whole}, an object with both as {@code item} and {@code outcome}. Empty if it is no
   *     longer kept
   */
  public record Line(String process, long nonce, String message, long timestamp, String record) {
    public boolean isKept() {
      return !record.isEmpty();
    }
  }

  /**
   * A place between two evaluations of a process.
   *
   * @param timestamp Unix milliseconds
   * @param nonce of an evaluation with that timestamp; the largest number for "all of them"
   */
  public record Position(long timestamp, long nonce) {
    /** Before everything. */
    public static final Position START = new Position(Long.MIN_VALUE, Long.MIN_VALUE);

    /** After everything. */
    public static final Position END = new Position(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /**
   * How much is asked for at once.
   *
   * @param rows at most
   * @param bytes the page ends before the row that would begin beyond them; it holds at least one
   */
  public record Size(int rows, int bytes) {}

  /**
   * Some lines in order.
   *
   * @param more whether there are lines behind the last
   */
  public record Page(List<Line> lines, boolean more) {}

  public Optional<ProcessRow> process(String id) {
    return first(RowMapping.SELECT_PROCESS + " where id = ?", RowMapping::process, id);
  }

  public Optional<Line> result(String process, String message) {
    return first(SELECT_LINE + RowMapping.WHERE_MESSAGE_AT, Log::line, message, process);
  }

  /**
   * Results in order of evaluation, those with an Error left out.
   *
   * @param after exclusive
   * @param upTo inclusive
   * @param newestFirst the same range from its other end
   */
  public Page results(
      String process, Position after, Position upTo, boolean newestFirst, Size size) {
    return page(
        "outcome",
        "not failed and process = ? and nonce >= ? and nonce < ?",
        newestFirst,
        size,
        process,
        firstBehind(process, after),
        firstBehind(process, upTo));
  }

  /**
   * A part of a process's order.
   *
   * @param afterMs exclusive, Unix milliseconds
   * @param upToMs inclusive
   * @param fromNonce inclusive
   * @param toNonce inclusive
   */
  public record Range(long afterMs, long upToMs, long fromNonce, long toNonce) {}

  /** Everything a process was sent, whatever its outcome; newest first from the range's end. */
  public Page assignments(String process, Range range, boolean newestFirst, Size size) {
    return page(
        "item",
        "process = ? and nonce >= ? and nonce < ? and nonce between ? and ?",
        newestFirst,
        size,
        process,
        firstBehind(process, end(range.afterMs())),
        firstBehind(process, end(range.upToMs())),
        range.fromNonce(),
        range.toNonce());
  }

  /** Behind everything of a millisecond. */
  private static Position end(long timestamp) {
    return timestamp == Long.MIN_VALUE ? Position.START : new Position(timestamp, Long.MAX_VALUE);
  }

  /** Larger than any nonce, if nothing can be behind the place. */
  private long firstBehind(String process, Position place) {
    if (place.timestamp() == Long.MIN_VALUE) {
      return 0;
    }
    if (place.timestamp() == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    return first(
            FIRST_BEHIND,
            row -> row.getLong(1),
            place.nonce(),
            place.timestamp(),
            process,
            process,
            place.timestamp(),
            place.nonce())
        .orElse(0L);
  }

  /** One message at a process, as it was signed. */
  public Optional<Line> assignment(String process, String message) {
    return first(SELECT_ITEM + RowMapping.WHERE_MESSAGE_AT, Log::line, message, process);
  }

  /** A message as it was signed, wherever it was evaluated; of several places the oldest kept. */
  public Optional<Line> message(String id) {
    return first(
        SELECT_ITEM + " where message = ? order by item = '', evaluated_at, process limit 1",
        Log::line,
        id);
  }

  /**
   * The input for a chain of assignments.
   *
   * @param timestamp Unix milliseconds
   * @param hidden names of fields that the process did not see
   */
  public record Slot(long nonce, long timestamp, String message, List<String> hidden) {}

  /** The order of a process without what was said, from a nonce on. */
  public List<Slot> slots(String process, long fromNonce, int rows) {
    return reads.ask(
        connection ->
            Sql.query(
                connection,
                "select nonce, evaluated_at, message, hidden from evaluation"
                    + " where process = ? and nonce >= ? order by nonce limit ?",
                row ->
                    new Slot(
                        row.getLong(1),
                        row.getLong(2),
                        row.getString(3),
                        RowMapping.hidden(row.getString(4))),
                process,
                fromNonce,
                rows));
  }

  /** As {@link #assignments}, each item with what came of it. */
  public Page whole(String process, long fromNonce, Size size) {
    return page(
        "case when item = '' then ''"
            + " else '{\"item\":' || item || ',\"outcome\":' || outcome || '}' end",
        "process = ? and nonce >= ?",
        false,
        size,
        process,
        fromNonce);
  }

  /**
   * In the order of nonces.
   *
   * @param parameters of {@code where}; the process is the first
   */
  private Page page(
      String record, String where, boolean newestFirst, Size size, Object... parameters) {
    String order = newestFirst ? "nonce desc" : "nonce";
    String rows =
        String.format(
            Locale.ROOT,
            "select process, nonce, message, evaluated_at, %s as record from evaluation where %s",
            record,
            where);
    Page page = page(rows + " order by " + order + " limit ?", order, size, List.of(parameters));
    return page.lines().stream().allMatch(Line::isKept)
        ? page
        : kept(rows, order, size, List.of(parameters));
  }

  /** The birth, and what is behind the last that was emptied. */
  private Page kept(String rows, String order, Size size, List<Object> parameters) {
    Object process = parameters.get(0);
    long last = first(LAST_EMPTIED, row -> row.getLong(1), process, process).orElse(0L);
    List<Object> all = new ArrayList<>(parameters);
    all.addAll(parameters);
    all.addAll(List.of(last, size.rows() + 1));
    return page(
        String.format(
            Locale.ROOT,
            "select * from ((%1$s and nonce = 0) union all"
                + " (%1$s and nonce > ? order by %2$s limit ?)) both_parts"
                + " order by %2$s limit ?",
            rows,
            order),
        order,
        size,
        all);
  }

  /** The database itself stops at the page's bytes, so that no page fills this process's memory. */
  private Page page(String rows, String order, Size size, List<Object> parameters) {
    String sql =
        String.format(
            Locale.ROOT,
            "select process, nonce, message, evaluated_at, record, available from"
                + " (select *, count(*) over () as available,"
                + " sum(octet_length(record)) over (order by %2$s rows unbounded preceding)"
                + " - octet_length(record) as bytes_before"
                + " from (%1$s) page) weighed"
                + " where bytes_before < ? order by %2$s",
            rows,
            order);
    List<Object> all = new ArrayList<>(parameters);
    all.add(size.rows() + 1);
    all.add(size.bytes());
    long[] available = new long[1];
    List<Line> lines =
        reads.ask(
            connection ->
                Sql.query(
                    connection,
                    sql,
                    row -> {
                      available[0] = row.getLong(6);
                      return line(row);
                    },
                    all.toArray()));
    List<Line> shown = lines.subList(0, Math.min(lines.size(), size.rows()));
    return new Page(List.copyOf(shown), available[0] > shown.size());
  }

  /** The next offset of each of these partitions; 0 for one never seen. */
  public Map<Integer, Long> next(Set<Integer> partitions) {
    Map<Integer, Long> found = new HashMap<>();
    partitions.forEach(partition -> found.put(partition, 0L));
    reads
        .ask(
            connection ->
                Sql.query(
                    connection,
                    "select inbox_partition, next_offset from progress"
                        + " where inbox_partition = any(?)",
                    row -> Map.entry(row.getInt(1), row.getLong(2)),
                    (Object) partitions.toArray(Integer[]::new)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        row.getString(1), row.getLong(2), row.getString(3), row.getLong(4), row.getString(5));
  }

  private <T> Optional<T> first(String sql, Sql.Row<T> row, Object... parameters) {
    return reads.ask(connection -> Sql.query(connection, sql, row, parameters)).stream()
        .findFirst();
  }
}
