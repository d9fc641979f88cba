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
import mostao.gateway.access.Caller;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.intake.Backlog;
import mostao.gateway.units.Processes;

/**
 * Puts a message that some process has into the order of another. A registry's may be assigned by
 * anyone to whom it is shown, others by their process's readers; who may not is answered as if
 * there were no such message. The process that gets it sees that it was meant for another. Doing it
 * again gives the same answer. Thread-safe, never blocks.
 */
public final class Assigning {
  /** A message that was just accepted is not yet in any log. */
  private static final List<Long> PAUSES_MS = List.of(100L, 300L, 900L);

  private final Processes processes;
  private final UnitLog log;
  private final Chains chains;
  private final Schedule schedule;
  private final ReadGuard guard;
  private final TopicWriter writer;
  private final Backlog backlog;

  public Assigning(
      Processes processes,
      UnitLog log,
      Chains chains,
      Schedule schedule,
      ReadGuard guard,
      TopicWriter writer,
      Backlog backlog) {
    this.processes = processes;
    this.log = log;
    this.chains = chains;
    this.schedule = schedule;
    this.guard = guard;
    this.writer = writer;
    this.backlog = backlog;
  }

  /**
   * The fields of the request.
   *
   * @param process that is to get the message
   * @param message its id
   * @param baseLayer whether the client believes that it is an Arweave transaction
   * @param exclude names of fields, comma-separated
   */
  public record AssignmentRequest(
      String process, String message, boolean baseLayer, Optional<String> exclude) {}

  /**
   * @return the id of the assignment once it is made, or the refusal; fails when a unit is away
   */
  public CompletionStage<Reply<String>> assign(AssignmentRequest request, Caller caller) {
    if (!Base64Url.isId(request.message())) {
      return Reply.deniedNow(
          ApiError.invalidRequest(
              "'assign' is "
                  + ApiError.quote(request.message())
                  + "; set it to a message id, 43 characters of base64url"));
    }
    Optional<ApiError> behind = backlog.refusal(caller.client());
    if (behind.isPresent()) {
      return Reply.deniedNow(behind.get());
    }
    return routing(request.exclude())
        .thenAsk(
            exclude ->
                processes
                    .lookUp(request.process(), guard.existing(caller.authorization()))
                    .thenCompose(
                        found ->
                            guard
                                .seen(request.process(), found, caller.authorization())
                                .thenAsk(target -> assign(target, request, exclude, caller))));
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
      ProcessEntry target, AssignmentRequest request, List<String> exclude, Caller caller) {
    return guard
        .wallet(caller.authorization())
        .thenAsk(wallet -> assign(target, request, exclude, caller, wallet));
  }

  private CompletionStage<Reply<String>> assign(
      ProcessEntry target,
      AssignmentRequest request,
      List<String> exclude,
      Caller caller,
      Optional<String> wallet) {
    return log.entry(target, request.message(), caller)
        .thenCompose(
            there ->
                there.fold(
                        entry -> !schedule.shows(target, entry, wallet),
                        refused -> schedule.isHidden(target, refused, wallet))
                    ? find(request, wallet, caller, 0)
                        .thenCompose(
                            answer -> answer.thenAsk(item -> deliver(item, target, exclude)))
                        .thenCompose(
                            answer ->
                                answer.thenAsk(
                                    done -> schedule.evaluated(target, request.message(), caller)))
                    : CompletableFuture.completedFuture(there))
        .thenCompose(answer -> answer.thenAsk(entry -> chains.assignment(target, entry.slot())))
        .thenApply(answer -> answer.then(made -> Reply.given(made.item().id())));
  }

  /** The message, on any unit, if the caller may assign it. */
  private CompletionStage<Reply<InboxRecord>> find(
      AssignmentRequest request, Optional<String> wallet, Caller caller, int tried) {
    List<CompletableFuture<Reply<InboxRecord>>> logs =
        Topics.MODULES.stream()
            .map(
                module ->
                    log.anywhere(module, request.message(), caller)
                        .thenCompose(answer -> answer.thenAsk(found -> permitted(found, wallet)))
                        .toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(logs.toArray(CompletableFuture[]::new))
        .handle((done, failure) -> Optional.ofNullable(failure))
        .thenCompose(
            failure -> {
              for (CompletableFuture<Reply<InboxRecord>> one : logs) {
                if (!one.isCompletedExceptionally()
                    && one.join() instanceof Reply.Given<InboxRecord> given) {
                  return CompletableFuture.completedFuture(Reply.given(given.value()));
                }
              }
              if (failure.isPresent()) {
                return CompletableFuture.failedFuture(failure.get());
              }
              return tried == PAUSES_MS.size()
                  ? Reply.deniedNow(unknown(request))
                  : CompletableFuture.supplyAsync(() -> tried + 1, later(PAUSES_MS.get(tried)))
                      .thenCompose(next -> find(request, wallet, caller, next));
            });
  }

  private Executor later(long ms) {
    return CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS, chains.workers());
  }

  private static ApiError unknown(AssignmentRequest request) {
    return ApiError.notFound(
        request.baseLayer()
            ? request.message()
                + " is not a message of this deployment, and transactions of Arweave's base layer"
                + " can't be assigned here"
            : "no process of this deployment has evaluated message "
                + request.message()
                + "; if it was accepted a moment ago, try again");
  }

  private CompletionStage<Reply<InboxRecord>> permitted(Entry found, Optional<String> wallet) {
    InboxRecord item = found.item();
    String own = item.recipient().isEmpty() ? item.id() : item.recipient();
    return processes
        .lookUp(own)
        .thenApply(
            answer ->
                answer.then(
                    process ->
                        (process.module().equals(Topics.REGISTRY)
                                ? schedule.shows(process, found, wallet)
                                : guard.isReader(process, wallet))
                            ? Reply.given(item)
                            : Reply.denied(ApiError.notFound("not shown"))));
  }

  private CompletionStage<Reply<Boolean>> deliver(
      InboxRecord item, ProcessEntry target, List<String> exclude) {
    if (item.recipient().equals(target.process()) || item.id().equals(target.process())) {
      // It is there, or on its way, because it was sent there.
      return CompletableFuture.completedFuture(Reply.given(true));
    }
    InboxRecord assigned = item.assignedTo(target.process(), exclude);
    return writer
        .deliver(TopicRecord.toInbox(target.module(), assigned, Optional.empty()))
        .thenApply(done -> Reply.given(true));
  }
}
