package mostao.ao.unit;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import mostao.ao.wire.Decoded;

/**
 * Which part of a process's order is asked for.
 *
 * @param from exclusive, Unix milliseconds
 * @param to inclusive, Unix milliseconds
 * @param fromNonce inclusive
 * @param toNonce inclusive
 * @param newestFirst the same range from its other end
 * @param limit rows, 1 or more; {@link EntryPage#DEFAULT_ROWS} when absent, cut to what the unit
 *     gives at most
 */
public record AssignmentsQuery(
    OptionalLong from,
    OptionalLong to,
    OptionalLong fromNonce,
    OptionalLong toNonce,
    boolean newestFirst,
    OptionalInt limit) {
  public AssignmentsQuery {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(fromNonce, "fromNonce");
    Objects.requireNonNull(toNonce, "toNonce");
    Objects.requireNonNull(limit, "limit");
  }

  /** The oldest, or the newest, of everything. */
  public static AssignmentsQuery all(boolean newestFirst, int limit) {
    OptionalLong open = OptionalLong.empty();
    return new AssignmentsQuery(open, open, open, open, newestFirst, OptionalInt.of(limit));
  }

  public AssignmentsQuery from(long timestamp) {
    return new AssignmentsQuery(
        OptionalLong.of(timestamp), to, fromNonce, toNonce, newestFirst, limit);
  }

  public AssignmentsQuery fromNonce(long nonce) {
    return new AssignmentsQuery(from, to, OptionalLong.of(nonce), toNonce, newestFirst, limit);
  }

  public AssignmentsQuery toNonce(long nonce) {
    return new AssignmentsQuery(from, to, fromNonce, OptionalLong.of(nonce), newestFirst, limit);
  }

  public AssignmentsQuery to(long timestamp) {
    return new AssignmentsQuery(
        from, OptionalLong.of(timestamp), fromNonce, toNonce, newestFirst, limit);
  }

  Map<String, String> parameters() {
    return new Parameters.Writer()
        .put(Parameters.FROM, from)
        .put(Parameters.TO, to)
        .put(Parameters.FROM_NONCE, fromNonce)
        .put(Parameters.TO_NONCE, toNonce)
        .sort(newestFirst)
        .put(Parameters.LIMIT, limit)
        .done();
  }

  /**
   * @param given the value of a parameter; null or empty when it is not given
   * @return the query, or {@link UnitError#BAD_QUERY}
   */
  public static Decoded<AssignmentsQuery> read(UnaryOperator<String> given) {
    return Parameters.read(
        given,
        query ->
            new AssignmentsQuery(
                query.number(Parameters.FROM, Long.MIN_VALUE),
                query.number(Parameters.TO, Long.MIN_VALUE),
                query.number(Parameters.FROM_NONCE, Long.MIN_VALUE),
                query.number(Parameters.TO_NONCE, Long.MIN_VALUE),
                query.newestFirst(),
                query.most(Parameters.LIMIT)));
  }
}
