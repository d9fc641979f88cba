package mostao.gateway.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import mostao.ao.ans104.Base64Url;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.unit.AssignmentEntry;
import mostao.ao.unit.UnitRequest;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.result.Results;
import mostao.gateway.units.Units;

/**
 * Items as the units keep them. A process item never changes, so those read last are kept.
 * Thread-safe, never blocks.
 */
final class Items {
  private final Units units;
  private final Results results;
  private final Cache<String, Transaction> births;

  /**
   * @param most process items kept
   */
  Items(Units units, Results results, int most) {
    this.units = units;
    this.results = results;
    this.births = Caffeine.newBuilder().maximumSize(most).build();
  }

  /** The item that gave birth to a process; if it is still on its way to the unit, waits for it. */
  CompletionStage<Transaction> birth(ProcessEntry process, QueryBudget budget) {
    return born(process, budget)
        .thenCompose(
            born ->
                born.isPresent()
                    ? CompletableFuture.completedFuture(born.get())
                    : results
                        .birth(process.process(), budget.caller())
                        .thenCompose(
                            done -> {
                              Denial.orOut(done);
                              return read(process, budget);
                            })
                        .thenApply(read -> read.orElseThrow(() -> away(process.module()))));
  }

  /** The item that gave birth to a process, if the unit has it by now. */
  CompletionStage<Optional<Transaction>> born(ProcessEntry process, QueryBudget budget) {
    Transaction known = births.getIfPresent(process.process());
    if (known != null) {
      return CompletableFuture.completedFuture(Optional.of(known));
    }
    budget.spend(1);
    return read(process, budget);
  }

  private CompletionStage<Optional<Transaction>> read(ProcessEntry process, QueryBudget budget) {
    String id = process.process();
    return entry(budget, process.module(), UnitRequest.assignment(id, id))
        .thenApply(
            found -> {
              found.ifPresent(birth -> births.put(id, birth));
              return found;
            });
  }

  private CompletionStage<Optional<Transaction>> entry(
      QueryBudget budget, String module, UnitRequest<AssignmentEntry> request) {
    return units
        .ask(budget.caller().client(), module, request)
        .thenApply(
            answer ->
                answer.isMissing() || answer.fold(given -> false, Items::isGone)
                    ? Optional.empty()
                    : Optional.of(transaction(Denial.orOut(answer))));
  }

  /** Such a transaction is one that a GraphQL server does not index: it is not in its answer. */
  private static boolean isGone(ApiError refused) {
    return refused.code() == ErrorCode.NOT_KEPT;
  }

  static Transaction transaction(AssignmentEntry entry) {
    return Transaction.assigned(entry.item(), entry.at().timestamp());
  }

  private static Unavailable away(String module) {
    return new Unavailable(ApiError.unitUnavailable(module), null);
  }

  /** The message with this id, wherever it was evaluated. */
  CompletionStage<Optional<Transaction>> message(String id, QueryBudget budget) {
    if (!Base64Url.isId(id)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    budget.spend(Topics.MODULES.size());
    CompletionStage<Optional<Transaction>> found =
        CompletableFuture.completedFuture(Optional.empty());
    for (String module : Topics.MODULES) {
      found =
          found.thenCombine(
              entry(budget, module, UnitRequest.message(id)),
              (before, one) -> before.or(() -> one));
    }
    return found;
  }

  /** A page of the messages to a process. */
  CompletionStage<TransactionSource.Page> received(
      ProcessEntry process, Filter filter, QueryBudget budget, Executor workers) {
    return new InboxQuery(units, process, filter, budget, workers).page();
  }
}
