package mostao.gateway.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.gateway.units.Units;

/**
 * What a process was sent, read page by page from its unit until enough of it is as wanted. Used
 * once, by one thread at a time.
 */
final class InboxQuery {
  private final Units units;
  private final ProcessEntry process;
  private final Filter filter;
  private final QueryBudget budget;
  private final Executor workers;
  private final List<TransactionSource.Found> found = new ArrayList<>();
  private Optional<Long> at;

  InboxQuery(
      Units units, ProcessEntry process, Filter filter, QueryBudget budget, Executor workers) {
    this.units = units;
    this.process = process;
    this.filter = filter;
    this.budget = budget;
    this.workers = workers;
    this.at = filter.after().map(Cursor::position);
  }

  CompletionStage<TransactionSource.Page> page() {
    int missing = filter.first() + 1 - found.size();
    if (missing <= 0) {
      return end(false);
    }
    int most = Math.min(missing, budget.left());
    if (most == 0 && !found.isEmpty()) {
      return end(true);
    }
    budget.spend(Math.max(1, most));
    return units
        .get(process.module(), "/unit/processes/" + process.process() + "/assignments", query(most))
        .thenApply(Denial::orOut)
        .thenComposeAsync(this::take, workers);
  }

  private Map<String, String> query(int rows) {
    Map<String, String> query = new LinkedHashMap<>();
    at.ifPresent(
        nonce ->
            query.put(
                filter.newestFirst() ? "to-nonce" : "from-nonce",
                Long.toString(filter.newestFirst() ? nonce - 1 : nonce + 1)));
    query.put("sort", filter.newestFirst() ? "DESC" : "ASC");
    query.put("limit", Integer.toString(rows));
    return query;
  }

  private CompletionStage<TransactionSource.Page> take(JsonNode page) {
    for (JsonNode entry : page.path("entries")) {
      long nonce = entry.path("Nonce").asLong();
      at = Optional.of(nonce);
      Transaction item = Items.read(process.module(), entry);
      if (filter.allows(item)) {
        found.add(new TransactionSource.Found(new Cursor(nonce, item.id()), item));
      }
    }
    boolean more = page.path("hasNextPage").asBoolean() && !page.path("entries").isEmpty();
    return more ? page() : end(false);
  }

  private CompletionStage<TransactionSource.Page> end(boolean more) {
    return CompletableFuture.completedFuture(
        TransactionSource.Page.of(found, filter.first(), more));
  }
}
