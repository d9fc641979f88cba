package mostao.gateway.scheduler;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;

/**
 * A page of a process's order, as it stands in the query. What is absent, empty or the word {@code
 * undefined}, which AO's client writes, has its default.
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
  Reply<Map<String, String>> unit() {
    String rows = given(limit).orElse(DEFAULT_LIMIT);
    if (!rows.matches("[1-9][0-9]{0,8}")) {
      return refused("limit", rows, "a whole number from 1");
    }
    Map<String, String> query = new LinkedHashMap<>();
    query.put("limit", rows);
    return put(query, "from", from, 0)
        .then(with -> put(with, "to", to, 0))
        .then(with -> put(with, "from-nonce", fromNonce, 1))
        .then(with -> put(with, "to-nonce", toNonce, 0));
  }

  private static Reply<Map<String, String>> put(
      Map<String, String> query, String name, Optional<String> bound, long more) {
    Optional<String> text = given(bound);
    if (text.isEmpty()) {
      return Reply.given(query);
    }
    if (!text.get().matches("-?[0-9]{1,18}")) {
      return refused(name, text.get(), "a whole number");
    }
    query.put(name, Long.toString(Long.parseLong(text.get()) + more));
    return Reply.given(query);
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
