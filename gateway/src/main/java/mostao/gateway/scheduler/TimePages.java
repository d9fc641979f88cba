package mostao.gateway.scheduler;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import mostao.ao.assignment.Slot;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.unit.AssignmentsQuery;
import mostao.gateway.access.Caller;
import mostao.gateway.answer.Reply;

/**
 * Pages of a process's messages whose cursors are times. Such a cursor stands behind everything of
 * its time, so that a page must not end amid messages of one: those it has of them are left to the
 * next page. If they are all it has, the others follow in the same page, beyond its limit. What is
 * no longer kept is left out. Thread-safe, never blocks; every stage fails when a unit is away.
 */
final class TimePages {
  private static final int AT_ONCE = 100;

  private final UnitLog log;
  private final Executor workers;

  /**
   * @param workers where pages are read
   */
  TimePages(UnitLog log, Executor workers) {
    this.log = log;
    this.workers = workers;
  }

  CompletionStage<Reply<Stretch>> read(
      ProcessEntry process, AssignmentsQuery query, Caller caller) {
    return log.stretch(process, query, caller, workers)
        .thenCompose(answer -> answer.thenAsk(read -> whole(process, read, caller)));
  }

  private CompletionStage<Reply<Stretch>> whole(ProcessEntry process, Stretch read, Caller caller) {
    if (!read.more() || read.entries().isEmpty()) {
      return CompletableFuture.completedFuture(Reply.given(read));
    }
    long last = read.last().timestamp();
    boolean alone = read.entries().get(0).slot().timestamp() == last;
    return next(process, read)
        .thenCompose(
            answer ->
                answer.thenAsk(
                    next -> {
                      boolean cut = next.filter(slot -> slot.timestamp() == last).isPresent();
                      return cut && alone
                          ? rest(process, read, caller)
                          : CompletableFuture.completedFuture(
                              Reply.given(cut ? read.without(last) : read));
                    }));
  }

  /**
   * Adds what has the time of a page's last message. How much one moment holds, the broker bounds.
   */
  private CompletionStage<Reply<Stretch>> rest(ProcessEntry process, Stretch read, Caller caller) {
    AssignmentsQuery query =
        AssignmentsQuery.all(false, AT_ONCE)
            .fromNonce(read.last().nonce() + 1)
            .to(read.last().timestamp());
    return log.stretch(process, query, caller, workers)
        .thenCompose(
            answer ->
                answer.thenAsk(
                    more -> {
                      Stretch both = read.and(more.entries());
                      return more.more()
                          ? rest(process, both, caller)
                          : next(process, both)
                              .thenApply(
                                  beyond ->
                                      beyond.then(
                                          slot ->
                                              Reply.given(
                                                  new Stretch(both.entries(), slot.isPresent()))));
                    }));
  }

  /** The cursor behind the last message of a page. */
  private CompletionStage<Reply<Optional<Slot>>> next(ProcessEntry process, Stretch read) {
    return log.slots(process, read.last().nonce() + 1, 1)
        .thenApply(answer -> answer.then(page -> Reply.given(page.slots().stream().findFirst())));
  }
}
