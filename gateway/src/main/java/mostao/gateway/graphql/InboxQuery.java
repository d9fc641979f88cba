package mostao.gateway.graphql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.unit.AssignmentEntry;
import mostao.ao.unit.AssignmentsQuery;
import mostao.ao.unit.EntryPage;
import mostao.ao.unit.UnitRequest;
import mostao.gateway.units.Units;

/**
 * The messages to a process, read page by page from its unit until enough of them match. Used once,
 * by one thread at a time.
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
        .ask(
            budget.caller().client(),
            process.module(),
            UnitRequest.assignments(process.process(), query(most)),
            workers)
        .thenApply(Denial::orOut)
        .thenCompose(this::take);
  }

  private AssignmentsQuery query(int rows) {
    AssignmentsQuery all = AssignmentsQuery.all(filter.newestFirst(), rows);
    return at.map(nonce -> filter.newestFirst() ? all.toNonce(nonce - 1) : all.fromNonce(nonce + 1))
        .orElse(all);
  }

  private CompletionStage<TransactionSource.Page> take(EntryPage<AssignmentEntry> page) {
    for (AssignmentEntry entry : page.entries()) {
      long nonce = entry.at().nonce();
      at = Optional.of(nonce);
      Transaction item = Items.transaction(entry);
      if (filter.allows(item)) {
        found.add(new TransactionSource.Found(new Cursor(nonce, item.id()), item));
      }
    }
    return page.more() && !page.entries().isEmpty() ? page() : end(false);
  }

  private CompletionStage<TransactionSource.Page> end(boolean more) {
    return CompletableFuture.completedFuture(
        TransactionSource.Page.of(found, filter.first(), more));
  }
}
