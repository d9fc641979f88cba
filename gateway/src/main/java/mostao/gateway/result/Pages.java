package mostao.gateway.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.unit.EntryPage;
import mostao.ao.unit.ResultEntry;
import mostao.ao.unit.ResultsQuery;
import mostao.ao.unit.UnitRequest;
import mostao.ao.wire.Wire;
import mostao.gateway.access.Caller;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.units.Processes;
import mostao.gateway.units.Units;

/** The evaluated Results of a process, page by page. Thread-safe, never blocks. */
public final class Pages {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String DEFAULT_LIMIT = "25";

  private final Processes processes;
  private final Units units;
  private final ReadGuard guard;

  public Pages(Processes processes, Units units, ReadGuard guard) {
    this.processes = processes;
    this.units = units;
    this.guard = guard;
  }

  /**
   * The client's request, as it stands in the query; absent parameters have their defaults.
   *
   * @param from exclusive lower bound, a cursor or a timestamp
   * @param to inclusive upper bound, a cursor or a timestamp
   * @param sort {@code ASC} or {@code DESC}
   * @param limit rows
   */
  public record PageRequest(
      Optional<String> from, Optional<String> to, Optional<String> sort, Optional<String> limit) {}

  /**
   * @return {@code {pageInfo, edges}}, or the refusal; fails when a unit is away
   */
  public CompletionStage<Reply<JsonNode>> list(String process, PageRequest request, Caller caller) {
    return processes
        .lookUp(process, guard.existing(caller.authorization()))
        .thenCompose(
            found ->
                guard
                    .listed(process, found, caller.authorization())
                    .thenAsk(listed -> list(listed, request, caller)));
  }

  private CompletionStage<Reply<JsonNode>> list(
      ProcessEntry process, PageRequest request, Caller caller) {
    return query(request)
        .thenAsk(
            query ->
                units
                    .ask(
                        caller.client(),
                        process.module(),
                        UnitRequest.results(process.process(), query))
                    .thenApply(
                        answer ->
                            answer.then(page -> Reply.given(edges(page, query.newestFirst())))));
  }

  /** The question to the unit. A sort inside a cursor counts more than the query's. */
  static Reply<ResultsQuery> query(PageRequest request) {
    return bound("from", request.from())
        .then(from -> bound("to", request.to()).then(to -> query(request, from, to)));
  }

  private static Reply<Optional<Cursor>> bound(String name, Optional<String> text) {
    return text.filter(given -> !given.isEmpty())
        .map(given -> Cursor.read(name, given).then(read -> Reply.given(Optional.of(read))))
        .orElseGet(() -> Reply.given(Optional.empty()));
  }

  private static Reply<ResultsQuery> query(
      PageRequest request, Optional<Cursor> from, Optional<Cursor> to) {
    String sort =
        from.flatMap(Cursor::sort)
            .or(() -> to.flatMap(Cursor::sort))
            .or(request::sort)
            .orElse(Cursor.ASC);
    if (!sort.equals(Cursor.ASC) && !sort.equals(Cursor.DESC)) {
      return Reply.denied(
          ApiError.invalidRequest("'sort' is " + ApiError.quote(sort) + "; set it to ASC or DESC"));
    }
    String limit = request.limit().orElse(DEFAULT_LIMIT);
    if (!limit.matches("[1-9][0-9]{0,8}")) {
      return Reply.denied(
          ApiError.invalidRequest(
              "'limit' is " + ApiError.quote(limit) + "; set it to a whole number from 1"));
    }
    return Reply.given(
        new ResultsQuery(
            from.map(Cursor::position),
            to.map(Cursor::position),
            sort.equals(Cursor.DESC),
            OptionalInt.of(Integer.parseInt(limit))));
  }

  static JsonNode edges(EntryPage<ResultEntry> page, boolean newestFirst) {
    String sort = newestFirst ? Cursor.DESC : Cursor.ASC;
    ObjectNode answer = MAPPER.createObjectNode();
    answer.putObject("pageInfo").put("hasNextPage", page.more());
    ArrayNode edges = answer.putArray("edges");
    for (ResultEntry entry : page.entries()) {
      ObjectNode edge = edges.addObject();
      edge.set("node", Wire.json(entry.result()));
      edge.put("cursor", Cursor.of(entry.at().timestamp(), entry.at().nonce(), sort).text());
    }
    return answer;
  }
}
