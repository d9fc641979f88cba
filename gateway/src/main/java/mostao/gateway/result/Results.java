package mostao.gateway.result;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import mostao.ao.ans104.Base64Url;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.kafka.tail.Tail;
import mostao.ao.message.Result;
import mostao.ao.unit.AssignmentEntry;
import mostao.ao.unit.ResultEntry;
import mostao.ao.unit.UnitRequest;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.gateway.access.Caller;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.edge.limits.FairBudget;
import mostao.gateway.units.Processes;
import mostao.gateway.units.Units;

/**
 * The Result of a message; waits until it is evaluated. A request is registered before the unit is
 * asked, so that a Result published in between is seen. A message id is a capability for a time:
 * who knows it may have its Result. Thread-safe, never blocks.
 */
public final class Results implements AutoCloseable {
  private final ResultSettings settings;
  private final int waitingEach;
  private final Counter refused;
  private final ReadGuard guard;
  private final Processes processes;
  private final Units units;
  private final Aliases aliases;
  private final Predicate<String> underWay;
  private final RecentResults recent;
  private final Waiters waiters;
  private final ScheduledThreadPoolExecutor timer;
  private final Tail tail;

  /**
   * @param waitingEach requests of one client that may wait; 0: no limit
   * @param underWay whether this gateway took a message so lately that its Result is on its way
   * @param tail reads the outboxes from now on
   * @param published told, on the tail's thread, which process published a Result
   * @param listened whether anybody is interested in that
   */
  public Results(
      Tail tail,
      ResultSettings settings,
      int waitingEach,
      ReadGuard guard,
      Processes processes,
      Units units,
      Aliases aliases,
      Predicate<String> underWay,
      Consumer<String> published,
      BooleanSupplier listened,
      MeterRegistry meters) {
    this.settings = settings;
    this.guard = guard;
    this.processes = processes;
    this.units = units;
    this.aliases = aliases;
    this.underWay = underWay;
    this.recent = new RecentResults(settings.recentBytes());
    this.waiters = new Waiters(settings.waiters(), waitingEach);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "gateway-results-timer");
              thread.setDaemon(true);
              return thread;
            });
    // Most waits end long before their time; their memory must not stay until then.
    this.timer.setRemoveOnCancelPolicy(true);
    this.tail = tail;
    this.waitingEach = waitingEach;
    this.refused = meters.counter("mostao.limits.refused", "kind", "waiting");
    meters.gauge("mostao.result.waiting", waiters, Waiters::count);
    tail.read(
        Topics.MODULES.stream().map(Topics::outbox).toList(),
        Tail.Start.END,
        new OutboxWatch(waiters, recent, published, listened));
  }

  /**
   * For a client, who sees it as {@link ReadGuard} says. One that it may not see is answered like
   * one that is not there.
   *
   * @param process where the message was sent to; its own id as message is the Result of its birth
   * @param message its id, or that of its assignment
   * @param caller whose place it takes until the client is no longer there
   * @return the Result's JSON, or the refusal; never fails
   */
  public CompletionStage<Reply<String>> await(String process, String message, Caller caller) {
    return guard
        .wallet(caller.authorization())
        .thenAsk(
            wallet ->
                await(process, message, new Viewer(false, wallet), caller)
                    .thenApply(answer -> hidden(process, answer, wallet)));
  }

  /** The birth of a process, for a client to whom something of the process will be shown. */
  public CompletionStage<Reply<String>> birth(String process, Caller caller) {
    return await(process, process, new Viewer(true, Optional.empty()), caller);
  }

  /** That a session has not evaluated a message would tell a stranger that there is one. */
  private Reply<String> hidden(String process, Reply<String> answer, Optional<String> wallet) {
    boolean saysWhy =
        answer.fold(
            given -> false,
            refused ->
                refused.code() == ErrorCode.NOT_EVALUATED
                    || refused.code() == ErrorCode.UNIT_UNAVAILABLE);
    return saysWhy
            && processes.find(process).filter(known -> !guard.exists(known, wallet)).isPresent()
        ? Reply.denied(processes.missing(process))
        : answer;
  }

  /**
   * Who waits.
   *
   * @param seesAll whether anything may be shown
   * @param wallet the client's, if it is proven
   */
  private record Viewer(boolean seesAll, Optional<String> wallet) {}

  private CompletionStage<Reply<String>> await(
      String process, String message, Viewer viewer, Caller caller) {
    if (!Base64Url.isId(message)) {
      return Reply.deniedNow(
          ApiError.invalidRequest(
              ApiError.quote(message)
                  + " is not a message id, which has 43 characters of base64url"));
    }
    return processes
        .lookUp(process)
        .thenCompose(
            found ->
                found.thenAsk(
                    listed -> {
                      String meant = aliases.known(process, message).orElse(message);
                      return await(listed, meant, viewer, caller);
                    }))
        .exceptionally(failure -> Reply.denied(Unavailable.toldOf(failure)));
  }

  private CompletionStage<Reply<String>> await(
      ProcessEntry process, String message, Viewer viewer, Caller caller) {
    String client = caller.client();
    Waiters.Opened opened = waiters.open(process.process(), message, client);
    if (opened instanceof Waiters.Opened.NoPlace none) {
      return Reply.deniedNow(noPlace(none.outcome(), client));
    }
    Waiters.Waiter waiter = ((Waiters.Opened.Place) opened).waiter();
    Wait wait = new Wait(process, message, viewer, client, new CompletableFuture<>());
    waiter.givenUp().thenRun(wait::makeRoom);
    waiter.record().thenAccept(record -> wait.found(record.result(), record.timestamp()));
    tail.wake();
    wait.look();
    Future<?> end = timer.schedule(wait::giveUp, settings.longest().toMillis(), MILLISECONDS);
    wait.askAgainIn(settings.recheck().toMillis());
    caller.gone().thenRun(wait::giveUp);
    return wait.answer.whenComplete(
        (answer, failure) -> {
          end.cancel(false);
          wait.recheck.cancel(false);
          waiter.close();
        });
  }

  private ApiError noPlace(FairBudget.Outcome outcome, String client) {
    refused.increment();
    return ApiError.tooMany(
        outcome == FairBudget.Outcome.SHARE_IS_FULL
            ? waitingEach
                + " requests of address "
                + client
                + " wait for a Result, which is the limit; try again in a moment"
            : settings.waiters()
                + " requests wait for a Result, which is the limit; try again in a moment");
  }

  /** One request that waits. */
  private final class Wait {
    private final ProcessEntry process;
    private final String message;
    private final Viewer viewer;
    private final String client;
    private final CompletableFuture<Reply<String>> answer;
    private volatile Optional<ApiError> unitIsAway = Optional.empty();
    private volatile Future<?> recheck;

    Wait(
        ProcessEntry process,
        String message,
        Viewer viewer,
        String client,
        CompletableFuture<Reply<String>> answer) {
      this.process = process;
      this.message = message;
      this.viewer = viewer;
      this.client = client;
      this.answer = answer;
    }

    void found(Result result, long timestamp) {
      boolean birth = message.equals(process.process());
      if (viewer.seesAll() || guard.shows(process, birth, timestamp, viewer.wallet())) {
        end(result);
      } else if (viewer.wallet().isPresent()) {
        endForSigner(result, viewer.wallet().get());
      }
    }

    /** Strangers are not told that there was one; who signed the message is no longer known. */
    private void notKept(ApiError refused) {
      if (refused.code() == ErrorCode.NOT_KEPT
          && (viewer.seesAll() || guard.isReader(process, viewer.wallet()))) {
        answer.complete(Reply.denied(refused));
      }
    }

    private void endForSigner(Result result, String wallet) {
      units
          .ask(client, process.module(), UnitRequest.assignment(process.process(), message))
          .thenAccept(
              got -> {
                if (got instanceof Reply.Given<AssignmentEntry> given
                    && ReadGuard.same(wallet, given.value().item().owner())) {
                  end(result);
                }
              });
    }

    private void end(Result result) {
      answer.complete(Reply.given(Wire.encodeResult(result)));
    }

    /**
     * What was published is remembered for a while, and what this gateway has just taken can't be
     * older than that: the outbox will tell.
     */
    void look() {
      recent
          .find(new Waiters.Key(process.process(), message))
          .ifPresent(record -> found(record.result(), record.timestamp()));
      if (!answer.isDone() && !(tail.reading() && underWay.test(message))) {
        ask();
      }
    }

    /** The outbox tells at once; asking again is for a record that it missed. */
    void ask() {
      units
          .ask(client, process.module(), UnitRequest.result(process.process(), message))
          .whenComplete(
              (got, failure) -> {
                if (got instanceof Reply.Given<ResultEntry> given) {
                  found(given.value().result(), given.value().at().timestamp());
                } else if (got instanceof Reply.Denied<ResultEntry> denied) {
                  notKept(denied.refused());
                }
                unitIsAway = Optional.ofNullable(failure).map(Unavailable::toldOf);
              });
    }

    /** Less and less often, so that many futile waits do not load a unit. */
    void askAgainIn(long millis) {
      recheck =
          timer.schedule(
              () -> {
                if (!answer.isDone()) {
                  askAgain();
                  askAgainIn(2 * millis);
                }
              },
              millis,
              MILLISECONDS);
    }

    /**
     * An id that is not evaluated by now may be that of an assignment that another gateway made.
     */
    private void askAgain() {
      ask();
      aliases
          .find(process, message)
          .thenAccept(
              found ->
                  found.ifPresent(meant -> new Wait(process, meant, viewer, client, answer).ask()));
    }

    void makeRoom() {
      refused.increment();
      answer.complete(
          Reply.denied(
              ApiError.overloaded(
                  "the limit of requests that wait for a Result is reached, and address "
                      + client
                      + " has most of them; ask again in a moment")));
    }

    void giveUp() {
      answer.complete(Reply.denied(unitIsAway.orElseGet(this::notEvaluated)));
    }

    /** The same whether there was one or not: it depends on the request alone. */
    private ApiError notEvaluated() {
      return ApiError.notEvaluated(
          "process "
              + process.process()
              + " has not evaluated message "
              + message
              + " within "
              + settings.longest().toMillis()
              + " ms, or did so longer ago than "
              + (viewer.wallet().isPresent()
                  ? "Results are kept, which only owners of the process are told, since who signed"
                      + " what is no longer kept is not known: if it was accepted lately, try again"
                  : "a message id alone opens a Result: if it was accepted, try again, and with an"
                      + " access token if it is old"));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
