package mostao.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Refused;
import mostao.gateway.directory.Directory;
import mostao.gateway.directory.Listed;
import mostao.gateway.result.Results;
import mostao.gateway.units.Units;

/** The evaluated Results of a process, page by page. Thread-safe, never blocks. */
public final class Pages {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String DEFAULT_LIMIT = "25";

  private final Directory directory;
  private final Units units;
  private final ReadGuard guard;

  public Pages(Directory directory, Units units, ReadGuard guard) {
    this.directory = directory;
    this.units = units;
    this.guard = guard;
  }

  /**
   * What a client asks for, as it stands in the query; absent parameters have their defaults.
   *
   * @param from exclusive lower bound, a cursor or a timestamp
   * @param to inclusive upper bound, a cursor or a timestamp
   * @param sort {@code ASC} or {@code DESC}
   * @param limit rows
   */
  public record Asked(
      Optional<String> from, Optional<String> to, Optional<String> sort, Optional<String> limit) {}

  /**
   * @param authorization the request's header
   * @return {@code {pageInfo, edges}}, or the refusal; fails when a unit is away
   */
  public CompletionStage<Answer<JsonNode>> list(
      String process, Asked asked, Optional<String> authorization) {
    return directory
        .lookUp(process)
        .thenCompose(found -> found.thenAsk(listed -> list(listed, asked, authorization)));
  }

  private CompletionStage<Answer<JsonNode>> list(
      Listed process, Asked asked, Optional<String> authorization) {
    Optional<Refused> refused = guard.refuse(process, authorization);
    if (refused.isPresent()) {
      return Answer.deniedNow(refused.get());
    }
    return query(asked)
        .thenAsk(
            query ->
                units
                    .get(process.module(), Results.path(process.process()), query)
                    .thenApply(
                        answer ->
                            answer.then(page -> Answer.given(edges(page, query.get("sort"))))));
  }

  /** The question to the unit. A sort inside a cursor counts more than the query's. */
  static Answer<Map<String, String>> query(Asked asked) {
    return bound("from", asked.from())
        .then(from -> bound("to", asked.to()).then(to -> query(asked, from, to)));
  }

  private static Answer<Optional<Cursor>> bound(String name, Optional<String> text) {
    return text.filter(given -> !given.isEmpty())
        .map(given -> Cursor.read(name, given).then(read -> Answer.given(Optional.of(read))))
        .orElseGet(() -> Answer.given(Optional.empty()));
  }

  private static Answer<Map<String, String>> query(
      Asked asked, Optional<Cursor> from, Optional<Cursor> to) {
    String sort =
        from.flatMap(Cursor::sort)
            .or(() -> to.flatMap(Cursor::sort))
            .or(asked::sort)
            .orElse(Cursor.ASC);
    if (!sort.equals(Cursor.ASC) && !sort.equals(Cursor.DESC)) {
      return Answer.denied(
          Refused.invalidRequest("'sort' is " + Refused.quote(sort) + "; ASC or DESC is due"));
    }
    String limit = asked.limit().orElse(DEFAULT_LIMIT);
    if (!limit.matches("[1-9][0-9]{0,8}")) {
      return Answer.denied(
          Refused.invalidRequest(
              "'limit' is " + Refused.quote(limit) + "; a whole number from 1 is due"));
    }
    Map<String, String> query = new LinkedHashMap<>();
    from.ifPresent(cursor -> query.put("from", cursor.place()));
    to.ifPresent(cursor -> query.put("to", cursor.place()));
    query.put("sort", sort);
    query.put("limit", limit);
    return Answer.given(query);
  }

  static JsonNode edges(JsonNode page, String sort) {
    ObjectNode answer = MAPPER.createObjectNode();
    answer.putObject("pageInfo").put("hasNextPage", page.path("hasNextPage").asBoolean());
    ArrayNode edges = answer.putArray("edges");
    for (JsonNode entry : page.path("entries")) {
      ObjectNode edge = edges.addObject();
      edge.set("node", entry.path("Result"));
      edge.put(
          "cursor",
          Cursor.of(entry.path("Timestamp").asLong(), entry.path("Nonce").asLong(), sort).text());
    }
    return answer;
  }
}
