package mostao.ao.unit;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import mostao.ao.wire.Decoded;

/**
 * Which slots are asked for.
 *
 * @param fromNonce inclusive, 0 or more; from the first one when absent
 * @param limit slots, 1 or more; as many as the unit gives at once when absent
 */
public record SlotsQuery(OptionalLong fromNonce, OptionalInt limit) {
  public SlotsQuery {
    Objects.requireNonNull(fromNonce, "fromNonce");
    Objects.requireNonNull(limit, "limit");
  }

  Map<String, String> parameters() {
    return new Parameters.Writer()
        .put(Parameters.FROM_NONCE, fromNonce)
        .put(Parameters.LIMIT, limit)
        .done();
  }

  /**
   * @param given the value of a parameter; null or empty when it is not given
   * @return the query, or {@link UnitError#BAD_QUERY}
   */
  public static Decoded<SlotsQuery> read(UnaryOperator<String> given) {
    return Parameters.read(
        given,
        query ->
            new SlotsQuery(query.number(Parameters.FROM_NONCE, 0), query.most(Parameters.LIMIT)));
  }
}
