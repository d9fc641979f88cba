package mostao.gateway.scheduler;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.unit.AssignmentsQuery;
import mostao.gateway.access.Caller;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;

/**
 * Pages of a process's messages whose bounds are nonces. Nonces have no gap, so that who reads by
 * them misses no message unawares: a page ends before messages that are no longer kept, and one
 * that would begin with them is refused with 410. Thread-safe, never blocks; every stage fails when
 * a unit is away.
 */
final class NoncePages {
  private final UnitLog log;
  private final Executor workers;

  /**
   * @param workers where pages are read
   */
  NoncePages(UnitLog log, Executor workers) {
    this.log = log;
    this.workers = workers;
  }

  /** A page. One that a time bounds below as well begins anywhere, and is as the unit gives it. */
  CompletionStage<Reply<Stretch>> read(
      ProcessEntry process, AssignmentsQuery query, Caller caller) {
    return log.stretch(process, query, caller, workers)
        .thenCompose(
            answer ->
                answer.thenAsk(
                    read ->
                        query.from().isEmpty()
                            ? withoutGap(process, query, read, caller)
                            : CompletableFuture.completedFuture(Reply.given(read))));
  }

  /** The message with this nonce, if there is one; denied with 410 when it is no longer kept. */
  CompletionStage<Reply<Optional<Entry>>> at(ProcessEntry process, long nonce, Caller caller) {
    return log.slots(process, nonce, 1)
        .thenCompose(
            answer ->
                answer.thenAsk(
                    page ->
                        page.slots().isEmpty()
                            ? CompletableFuture.completedFuture(Reply.given(Optional.empty()))
                            : log.entry(process, page.slots().get(0).message(), caller)
                                .thenApply(
                                    found ->
                                        found.then(entry -> Reply.given(Optional.of(entry))))));
  }

  private CompletionStage<Reply<Stretch>> withoutGap(
      ProcessEntry process, AssignmentsQuery query, Stretch read, Caller caller) {
    long first = Math.max(0, query.fromNonce().orElse(0));
    List<Entry> entries = read.entries();
    int following = 0;
    while (following < entries.size()
        && entries.get(following).slot().nonce() == first + following) {
      following++;
    }
    if (following < entries.size()) {
      return following == 0
          ? Reply.deniedNow(notKept(process, first, entries.get(0).slot().nonce()))
          : CompletableFuture.completedFuture(
              Reply.given(new Stretch(entries.subList(0, following), true)));
    }
    long next = first + following;
    boolean mayEndInGap = entries.isEmpty() || next == 1;
    if (read.more()
        || !mayEndInGap
        || query.to().isPresent()
        || query.toNonce().orElse(Long.MAX_VALUE) < next) {
      return CompletableFuture.completedFuture(Reply.given(read));
    }
    return at(process, next, caller)
        .thenApply(
            answer ->
                entries.isEmpty()
                    ? answer.then(there -> Reply.given(new Stretch(entries, there.isPresent())))
                    : Reply.given(
                        new Stretch(
                            entries,
                            answer.fold(
                                Optional::isPresent,
                                refused -> refused.code() == ErrorCode.NOT_KEPT))));
  }

  private static ApiError notKept(ProcessEntry process, long from, long to) {
    return ApiError.notKept(
        "messages "
            + from
            + " to "
            + (to - 1)
            + " of process "
            + process.process()
            + " are no longer kept, as mostao.retention.keep of its service says; after its birth"
            + " the oldest that is kept has nonce "
            + to);
  }
}
