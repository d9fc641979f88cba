package mostao.gateway.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.Base64Url;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.Topics;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.intake.Backlog;
import mostao.gateway.units.Processes;

/**
 * Puts a message that some process has into the order of another. Anyone may who knows its id; the
 * process that gets it sees that it was meant for another. Doing it again gives the same answer.
 * Thread-safe, never blocks.
 */
public final class Assigning {
  /** A message that was just accepted is not yet in any log. */
  private static final List<Long> PAUSES_MS = List.of(100L, 300L, 900L);

  private final Processes processes;
  private final UnitLog log;
  private final Chains chains;
  private final Schedule schedule;
  private final ReadGuard guard;
  private final TopicWriter inbox;
  private final Backlog backlog;

  public Assigning(
      Processes processes,
      UnitLog log,
      Chains chains,
      Schedule schedule,
      ReadGuard guard,
      TopicWriter inbox,
      Backlog backlog) {
    this.processes = processes;
    this.log = log;
    this.chains = chains;
    this.schedule = schedule;
    this.guard = guard;
    this.inbox = inbox;
    this.backlog = backlog;
  }

  /**
   * What is asked for.
   *
   * @param process that is to get the message
   * @param message its id
   * @param baseLayer whether the client believes that it is an Arweave transaction
   * @param exclude names of fields, comma-separated
   */
  public record Asked(
      String process, String message, boolean baseLayer, Optional<String> exclude) {}

  /**
   * @return the id of the assignment once it is made, or the refusal; fails when a unit is away
   */
  public CompletionStage<Reply<String>> assign(Asked asked, Caller asker) {
    if (!Base64Url.isId(asked.message())) {
      return Reply.deniedNow(
          ApiError.invalidRequest(
              "'assign' is "
                  + ApiError.quote(asked.message())
                  + "; set it to a message id, 43 characters of base64url"));
    }
    Optional<ApiError> behind = backlog.refusal();
    if (behind.isPresent()) {
      return Reply.deniedNow(behind.get());
    }
    return routing(asked.exclude())
        .thenAsk(
            exclude ->
                processes
                    .lookUp(asked.process())
                    .thenCompose(
                        found -> found.thenAsk(target -> assign(target, asked, exclude, asker))));
  }

  private static Reply<List<String>> routing(Optional<String> exclude) {
    List<String> names = new ArrayList<>();
    for (String name : exclude.orElse("").split(",")) {
      if (!name.isBlank()) {
        names.add(name.trim());
      }
    }
    try {
      return Reply.given(new InboxRecord.Assigned("", names).exclude());
    } catch (IllegalArgumentException refused) {
      return Reply.denied(ApiError.invalidRequest("'exclude': " + refused.getMessage()));
    }
  }

  private CompletionStage<Reply<String>> assign(
      ProcessEntry target, Asked asked, List<String> exclude, Caller asker) {
    return log.entry(target, asked.message())
        .thenCompose(
            there ->
                there.isMissing()
                    ? find(target, asked, 0)
                        .thenCompose(
                            answer -> answer.thenAsk(item -> permitted(item, target, asker)))
                        .thenCompose(
                            answer -> answer.thenAsk(item -> deliver(item, target, exclude)))
                        .thenCompose(
                            answer ->
                                answer.thenAsk(
                                    done -> schedule.evaluated(target, asked.message(), asker)))
                    : CompletableFuture.completedFuture(there))
        .thenCompose(answer -> answer.thenAsk(entry -> chains.assignment(target, entry.slot())))
        .thenApply(answer -> answer.then(made -> Reply.given(made.item().id())));
  }

  /** The message wherever it is. */
  private CompletionStage<Reply<InboxRecord>> find(ProcessEntry target, Asked asked, int tried) {
    List<CompletableFuture<Reply<Entry>>> logs =
        Topics.MODULES.stream()
            .map(module -> log.anywhere(module, asked.message()).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(logs.toArray(CompletableFuture[]::new))
        .handle((done, failure) -> Optional.ofNullable(failure))
        .thenCompose(
            failure -> {
              for (CompletableFuture<Reply<Entry>> one : logs) {
                if (!one.isCompletedExceptionally()
                    && one.join() instanceof Reply.Given<Entry> given) {
                  return CompletableFuture.completedFuture(Reply.given(given.value().item()));
                }
              }
              if (failure.isPresent()) {
                return CompletableFuture.failedFuture(failure.get());
              }
              return tried == PAUSES_MS.size()
                  ? Reply.deniedNow(unknown(asked))
                  : CompletableFuture.supplyAsync(() -> tried + 1, later(PAUSES_MS.get(tried)))
                      .thenCompose(next -> find(target, asked, next));
            });
  }

  private Executor later(long ms) {
    return CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS, chains.workers());
  }

  private static ApiError unknown(Asked asked) {
    return ApiError.notFound(
        asked.baseLayer()
            ? asked.message()
                + " is not a message of this deployment, and transactions of Arweave's base layer"
                + " can't be assigned here"
            : "no process of this deployment has evaluated message "
                + asked.message()
                + "; if it was accepted a moment ago, ask again");
  }

  /** Its new process may be open to all, its own may not. */
  private CompletionStage<Reply<InboxRecord>> permitted(
      InboxRecord item, ProcessEntry target, Caller asker) {
    String own = item.recipient().isEmpty() ? item.id() : item.recipient();
    if (own.equals(target.process())) {
      return CompletableFuture.completedFuture(Reply.given(item));
    }
    return processes
        .lookUp(own)
        .thenApply(
            answer ->
                answer.then(
                    process ->
                        guard
                            .refuse(process, asker.authorization())
                            .<Reply<InboxRecord>>map(Reply::denied)
                            .orElseGet(() -> Reply.given(item))));
  }

  private CompletionStage<Reply<Boolean>> deliver(
      InboxRecord item, ProcessEntry target, List<String> exclude) {
    if (item.recipient().equals(target.process()) || item.id().equals(target.process())) {
      // It is there, or on its way, because it was sent there.
      return CompletableFuture.completedFuture(Reply.given(true));
    }
    InboxRecord assigned = item.assignedTo(target.process(), exclude);
    return inbox
        .deliver(TopicRecord.toInbox(target.module(), assigned, Optional.empty()))
        .thenApply(done -> Reply.given(true));
  }
}
