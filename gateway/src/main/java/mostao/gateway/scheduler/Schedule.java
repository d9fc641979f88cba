package mostao.gateway.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mostao.ao.ans104.Base64Url;
import mostao.ao.assignment.Assignment;
import mostao.ao.assignment.BlockHeight;
import mostao.ao.assignment.Slot;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.unit.AssignmentsQuery;
import mostao.gateway.access.Caller;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import mostao.gateway.result.Results;
import mostao.gateway.units.Processes;

/** The scheduler unit's reads. Thread-safe, never blocks; every stage fails when a unit is away. */
public final class Schedule {
  private final Processes processes;
  private final UnitLog log;
  private final Chains chains;
  private final NoncePages byNonces;
  private final TimePages byTimes;
  private final Results results;
  private final ReadGuard guard;
  private final String address;
  private final Clock clock;

  public Schedule(
      Processes processes,
      UnitLog log,
      Chains chains,
      Results results,
      ReadGuard guard,
      SchedulerKey key,
      Clock clock) {
    this.processes = processes;
    this.log = log;
    this.chains = chains;
    this.byNonces = new NoncePages(log, chains.workers());
    this.byTimes = new TimePages(log, chains.workers());
    this.results = results;
    this.guard = guard;
    this.address = key.address();
    this.clock = clock;
  }

  /** The time, and who this is. */
  public JsonNode about() {
    return SchedulerJson.object()
        .put("timestamp", Long.toString(clock.millis()))
        .put("address", address);
  }

  /** The time in both counts. */
  public JsonNode time() {
    long now = clock.millis();
    return SchedulerJson.object()
        .put("timestamp", Long.toString(now))
        .put("block_height", BlockHeight.at(now));
  }

  /** The messages to a process, in order. */
  public CompletionStage<Reply<JsonNode>> page(String process, PageQuery page, Caller caller) {
    return listed(process, caller)
        .thenCompose(
            answer ->
                answer.thenAsk(
                    listed ->
                        page.unit()
                            .thenAsk(
                                query ->
                                    born(
                                        listed,
                                        caller,
                                        () -> page(listed, query, page.byNonce(), caller)))));
  }

  /** The newest message to a process. */
  public CompletionStage<Reply<JsonNode>> latest(String process, Caller caller) {
    return listed(process, caller)
        .thenCompose(
            answer -> answer.thenAsk(listed -> born(listed, caller, () -> latest(listed, caller))));
  }

  private CompletionStage<Reply<JsonNode>> latest(ProcessEntry process, Caller caller) {
    return log.stretch(process, AssignmentsQuery.all(true, 1), caller, chains.workers())
        .thenCompose(
            answer ->
                answer.thenAsk(
                    read ->
                        read.entries().isEmpty()
                            ? Reply.deniedNow(processes.missing(process.process()))
                            : latest(process, read, caller)));
  }

  /** When nothing but its birth is kept of a process, that is not its newest message. */
  private CompletionStage<Reply<JsonNode>> latest(
      ProcessEntry process, Stretch read, Caller caller) {
    Entry newest = read.entries().get(0);
    return newest.slot().nonce() > 0
        ? node(process, newest, false, false)
        : byNonces
            .at(process, 1, caller)
            .thenCompose(
                answer ->
                    answer.thenAsk(later -> node(process, later.orElse(newest), false, false)));
  }

  /**
   * The process item, whole, so that whoever reads it can verify it. Open to all but a session's,
   * which names its two.
   */
  public CompletionStage<Reply<JsonNode>> process(String process, Caller caller) {
    return processes
        .lookUp(process, guard.existing(caller.authorization()))
        .thenCompose(
            found ->
                guard
                    .seen(process, found, caller.authorization())
                    .thenAsk(listed -> process(listed, caller)));
  }

  private CompletionStage<Reply<JsonNode>> process(ProcessEntry process, Caller caller) {
    return born(process, caller, () -> log.entry(process, process.process(), caller))
        .thenApply(answer -> answer.then(entry -> Reply.given(SchedulerJson.process(entry))));
  }

  /**
   * One message; waits until it is evaluated. Its id is a capability for a time: a client that
   * knows it may read it, as {@link ReadGuard#shows} says. One that it may not see is answered like
   * one that is not there.
   *
   * @param id of the message or of its assignment
   * @param showAnchor see {@link SchedulerJson#node}
   */
  public CompletionStage<Reply<JsonNode>> one(
      String process, String id, boolean showAnchor, Caller caller) {
    if (!Base64Url.isId(id)) {
      return Reply.deniedNow(
          ApiError.invalidRequest(
              ApiError.quote(id) + " is not a message id, which has 43 characters of base64url"));
    }
    return guard
        .wallet(caller.authorization())
        .thenAsk(
            wallet ->
                processes
                    .lookUp(process)
                    .thenCompose(
                        answer -> answer.thenAsk(listed -> one(listed, id, showAnchor, caller))));
  }

  private CompletionStage<Reply<JsonNode>> one(
      ProcessEntry process, String id, boolean showAnchor, Caller caller) {
    return evaluated(process, id, caller)
        .thenCompose(
            answer ->
                answer.thenAsk(
                    entry -> node(process, entry, id.equals(entry.item().id()), showAnchor)));
  }

  /**
   * The message with this id, or whose assignment has it.
   *
   * @return denied when it was not evaluated for as long as a request waits for a Result
   */
  CompletionStage<Reply<Entry>> evaluated(ProcessEntry process, String id, Caller caller) {
    return guard
        .wallet(caller.authorization())
        .thenAsk(
            wallet ->
                log.entry(process, message(process, id), caller)
                    .exceptionally(
                        failure -> {
                          if (guard.exists(process, wallet)) {
                            throw new CompletionException(failure);
                          }
                          return Reply.denied(ApiError.notFound("the unit is away"));
                        })
                    .thenCompose(
                        answer ->
                            answer.fold(
                                    entry -> !shows(process, entry, wallet),
                                    refused -> isHidden(process, refused, wallet))
                                ? results
                                    .await(process.process(), id, caller)
                                    .thenCompose(
                                        done ->
                                            done.thenAsk(
                                                r ->
                                                    log.entry(
                                                        process, message(process, id), caller)))
                                : CompletableFuture.completedFuture(answer)));
  }

  /**
   * Whether a refusal means nothing to this caller: strangers learn of no message that was there.
   */
  boolean isHidden(ProcessEntry process, ApiError refused, Optional<String> wallet) {
    return refused.isMissing()
        || refused.code() == ErrorCode.NOT_KEPT && !guard.isReader(process, wallet);
  }

  /**
   * The process and the message of an assignment of which the id alone is known, if this gateway
   * has made it of late and the caller may see it; never waits.
   */
  public CompletionStage<Reply<JsonNode>> assigned(String id, Caller caller) {
    ApiError unknown =
        ApiError.notFound(
            "no assignment "
                + ApiError.quote(id)
                + " is remembered here, or it is not shown to this caller");
    return guard
        .wallet(caller.authorization())
        .thenAsk(
            wallet ->
                chains
                    .subject(id)
                    .map(subject -> subject(subject, wallet, unknown, caller))
                    .orElseGet(() -> Reply.deniedNow(unknown)));
  }

  private CompletionStage<Reply<JsonNode>> subject(
      Chains.Alias subject, Optional<String> wallet, ApiError unknown, Caller caller) {
    Optional<ProcessEntry> process =
        processes.find(subject.process()).filter(known -> guard.exists(known, wallet));
    if (process.isEmpty()) {
      return Reply.deniedNow(unknown);
    }
    Reply<JsonNode> found =
        Reply.given(
            SchedulerJson.object()
                .put("process", subject.process())
                .put("message", subject.message()));
    if (guard.isReader(process.get(), wallet)) {
      return CompletableFuture.completedFuture(found);
    }
    return log.entry(process.get(), subject.message(), caller)
        .thenApply(
            answer ->
                answer.fold(
                    entry -> shows(process.get(), entry, wallet) ? found : Reply.denied(unknown),
                    refused ->
                        Reply.denied(
                            isHidden(process.get(), refused, wallet) ? unknown : refused)));
  }

  /** Whether a caller who knows its id may see it. */
  boolean shows(ProcessEntry process, Entry entry, Optional<String> wallet) {
    boolean birth = entry.item().id().equals(process.process());
    return guard.shows(process, birth, entry.slot().timestamp(), wallet)
        || wallet.filter(asking -> ReadGuard.same(asking, entry.item().owner())).isPresent();
  }

  private String message(ProcessEntry process, String id) {
    return chains.known(process.process(), id).orElse(id);
  }

  private CompletionStage<Reply<JsonNode>> node(
      ProcessEntry process, Entry entry, boolean whole, boolean showAnchor) {
    return chains
        .assignment(process, entry.slot())
        .thenApply(
            answer ->
                answer.then(
                    made -> Reply.given(SchedulerJson.node(entry, made, whole, showAnchor))));
  }

  private CompletionStage<Reply<ProcessEntry>> listed(String process, Caller caller) {
    return processes
        .lookUp(process, guard.existing(caller.authorization()))
        .thenApply(answer -> guard.listed(process, answer, caller.authorization()));
  }

  /** A process that exists but is not yet born at its unit is waited for. */
  private <T> CompletionStage<Reply<T>> born(
      ProcessEntry process, Caller caller, Supplier<CompletionStage<Reply<T>>> read) {
    return read.get()
        .thenCompose(
            answer ->
                answer.isMissing()
                    ? results
                        .birth(process.process(), caller)
                        .thenCompose(done -> done.thenAsk(birth -> read.get()))
                    : CompletableFuture.completedFuture(answer));
  }

  /** The chain first: what waits for a long one should not hold a page of data meanwhile. */
  private CompletionStage<Reply<JsonNode>> page(
      ProcessEntry process, AssignmentsQuery query, boolean byNonce, Caller caller) {
    return chains
        .catchUp(process)
        .thenCompose(
            answer ->
                answer.thenAsk(
                    done ->
                        byNonce
                            ? byNonces.read(process, query, caller)
                            : byTimes.read(process, query, caller)))
        .thenCompose(
            answer ->
                answer.thenAsk(
                    read ->
                        read.entries().isEmpty()
                            ? CompletableFuture.completedFuture(
                                Reply.given(edges(read, List.of(), byNonce)))
                            : edges(process, read, byNonce)));
  }

  private CompletionStage<Reply<JsonNode>> edges(
      ProcessEntry process, Stretch read, boolean byNonce) {
    return assignments(process, read.entries().stream().map(Entry::slot).toList())
        .thenApply(answer -> answer.then(made -> Reply.given(edges(read, made, byNonce))));
  }

  /** Of slots without a gap, but for what is no longer kept behind a birth. */
  private CompletionStage<Reply<List<Assignment>>> assignments(
      ProcessEntry process, List<Slot> slots) {
    if (slots.size() < 2 || slots.get(1).nonce() == slots.get(0).nonce() + 1) {
      return chains.assignments(process, slots);
    }
    return chains
        .assignments(process, slots.subList(0, 1))
        .thenCompose(
            answer ->
                answer.thenAsk(
                    birth ->
                        chains
                            .assignments(process, slots.subList(1, slots.size()))
                            .thenApply(
                                others ->
                                    others.then(
                                        made ->
                                            Reply.given(
                                                Stream.concat(birth.stream(), made.stream())
                                                    .toList())))));
  }

  private static JsonNode edges(Stretch read, List<Assignment> made, boolean byNonce) {
    ObjectNode answer = SchedulerJson.object();
    answer.putObject("page_info").put("has_next_page", read.more());
    ArrayNode edges = answer.putArray("edges");
    for (int i = 0; i < made.size(); i++) {
      Entry entry = read.entries().get(i);
      long cursor = byNonce ? entry.slot().nonce() : entry.slot().timestamp();
      edges
          .addObject()
          .put("cursor", Long.toString(cursor))
          .set("node", SchedulerJson.node(entry, made.get(i), false, false));
    }
    return answer;
  }
}
