package mostao.ao.unit;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import mostao.ao.wire.Decoded;

/**
 * Which Results are asked for.
 *
 * @param after exclusive
 * @param upTo inclusive
 * @param newestFirst the same range from its other end
 * @param limit rows, 1 or more; {@link EntryPage#DEFAULT_ROWS} when absent, cut to what the unit
 *     gives at most
 */
public record ResultsQuery(
    Optional<Position> after, Optional<Position> upTo, boolean newestFirst, OptionalInt limit) {
  public ResultsQuery {
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(upTo, "upTo");
    Objects.requireNonNull(limit, "limit");
  }

  Map<String, String> parameters() {
    return new Parameters.Writer()
        .put(Parameters.FROM, after)
        .put(Parameters.TO, upTo)
        .sort(newestFirst)
        .put(Parameters.LIMIT, limit)
        .done();
  }

  /**
   * @param given the value of a parameter; null or empty when it is not given
   * @return the query, or {@link UnitError#BAD_QUERY}
   */
  public static Decoded<ResultsQuery> read(UnaryOperator<String> given) {
    return Parameters.read(
        given,
        query ->
            new ResultsQuery(
                query.position(Parameters.FROM),
                query.position(Parameters.TO),
                query.newestFirst(),
                query.most(Parameters.LIMIT)));
  }
}
