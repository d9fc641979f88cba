package mostao.gateway.scheduler;

import java.util.Optional;
import java.util.function.BiFunction;
import mostao.ao.unit.AssignmentsQuery;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;

/**
 * A page of a process's order, as it stands in the query. A parameter that is absent, empty or the
 * word {@code undefined}, which AO's client writes, has its default.
 *
 * @param from exclusive, Unix milliseconds
 * @param to inclusive, Unix milliseconds
 * @param fromNonce exclusive
 * @param toNonce inclusive
 * @param limit rows
 */
public record PageQuery(
    Optional<String> from,
    Optional<String> to,
    Optional<String> fromNonce,
    Optional<String> toNonce,
    Optional<String> limit) {
  private static final String DEFAULT_LIMIT = "100";

  /** Whether bounds and cursors are nonces. */
  boolean byNonce() {
    return given(fromNonce).isPresent() || given(toNonce).isPresent();
  }

  /** The question to the unit, whose lower bound of nonces is inclusive. */
  Reply<AssignmentsQuery> unit() {
    String rows = given(limit).orElse(DEFAULT_LIMIT);
    if (!rows.matches("[1-9][0-9]{0,8}")) {
      return refused("limit", rows, "a whole number from 1");
    }
    AssignmentsQuery all = AssignmentsQuery.all(false, Integer.parseInt(rows));
    return bound(all, "from", from, AssignmentsQuery::from)
        .then(with -> bound(with, "to", to, AssignmentsQuery::to))
        .then(with -> bound(with, "from-nonce", fromNonce, (q, nonce) -> q.fromNonce(nonce + 1)))
        .then(with -> bound(with, "to-nonce", toNonce, AssignmentsQuery::toNonce));
  }

  private static Reply<AssignmentsQuery> bound(
      AssignmentsQuery query,
      String name,
      Optional<String> bound,
      BiFunction<AssignmentsQuery, Long, AssignmentsQuery> with) {
    Optional<String> text = given(bound);
    if (text.isEmpty()) {
      return Reply.given(query);
    }
    return text.get().matches("-?[0-9]{1,18}")
        ? Reply.given(with.apply(query, Long.parseLong(text.get())))
        : refused(name, text.get(), "a whole number");
  }

  private static Optional<String> given(Optional<String> text) {
    return text.filter(value -> !value.isEmpty() && !value.equals("undefined"));
  }

  private static <T> Reply<T> refused(String name, String value, String right) {
    return Reply.denied(
        ApiError.invalidRequest(
            "'" + name + "' is " + ApiError.quote(value) + "; set it to " + right));
  }
}
