package mostao.ao.unit;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import mostao.ao.wire.Decoded;

/**
 * Which part of the log is asked for.
 *
 * @param fromNonce inclusive; from the first one when absent
 * @param limit rows, 1 or more; {@link EntryPage#DEFAULT_ROWS} when absent, cut to what the unit
 *     gives at most
 * @param bytes the page ends before the row that would begin beyond them, 1 or more; as many as the
 *     unit gives at most when absent
 */
public record LogQuery(OptionalLong fromNonce, OptionalInt limit, OptionalInt bytes) {
  public LogQuery {
    Objects.requireNonNull(fromNonce, "fromNonce");
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(bytes, "bytes");
  }

  Map<String, String> parameters() {
    return new Parameters.Writer()
        .put(Parameters.FROM_NONCE, fromNonce)
        .put(Parameters.LIMIT, limit)
        .put(Parameters.BYTES, bytes)
        .done();
  }

  /**
   * @param given the value of a parameter; null or empty when it is not given
   * @return the query, or {@link UnitError#BAD_QUERY}
   */
  public static Decoded<LogQuery> read(UnaryOperator<String> given) {
    return Parameters.read(
        given,
        query ->
            new LogQuery(
                query.number(Parameters.FROM_NONCE, Long.MIN_VALUE),
                query.most(Parameters.LIMIT),
                query.most(Parameters.BYTES)));
  }
}
