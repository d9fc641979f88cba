package mostao.gateway.scheduler;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import mostao.ao.assignment.Assignment;
import mostao.ao.assignment.Link;
import mostao.ao.assignment.Slot;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.intake.VerifierPool;
import mostao.gateway.result.Aliases;

/**
 * The chains of assignments. Computed on demand from the slots of the unit's log; later calls add
 * only the new slots. One computation per process at a time, which goes on when those who asked
 * have gone. Thread-safe, never blocks.
 */
public final class Chains implements Aliases, AutoCloseable {
  /**
   * An extension that was in progress when a message was evaluated may have missed it; two don't.
   */
  private static final int TRIES = 2;

  private final SlotSource source;
  private final SchedulerKey key;
  private final VerifierPool workers;
  private final int slots;
  private final long waitMs;
  private final Cache<String, Chain> chains;
  private final Cache<String, Alias> aliases;
  private final Counter links;

  Chains(SlotSource source, SchedulerKey key, AssignmentSettings settings, MeterRegistry meters) {
    this.source = source;
    this.key = key;
    this.workers = new VerifierPool("gateway-assignments", settings.workers(), settings.queue());
    this.slots = settings.slots();
    this.waitMs = settings.longest().toMillis();
    this.chains =
        Caffeine.newBuilder()
            .maximumWeight(settings.checkpoints())
            .weigher((String process, Chain chain) -> chain.weight())
            .build();
    this.aliases = Caffeine.newBuilder().maximumSize(settings.remembered()).build();
    this.links = meters.counter("mostao.assignments.links");
  }

  /** The chains of what the units have logged. */
  public static Chains of(
      UnitLog log, SchedulerKey key, AssignmentSettings settings, MeterRegistry meters) {
    return new Chains(log, key, settings, meters);
  }

  /** The subject of an assignment. */
  record Alias(String process, String message) {}

  /** What an assignment is about, if this gateway has made it of late. */
  Optional<Alias> subject(String assignment) {
    return Optional.ofNullable(aliases.getIfPresent(assignment));
  }

  /** The threads that sign. */
  Executor workers() {
    return workers;
  }

  /**
   * Adds the messages that the process evaluated before this call, or most of them.
   *
   * @return given when it is done, denied when that takes longer than a request waits; fails when
   *     the unit is away
   */
  CompletionStage<Reply<Boolean>> catchUp(ProcessEntry process) {
    return bounded(process, extend(process, chain(process)));
  }

  /**
   * The assignment of an evaluated message.
   *
   * @return as {@link #catchUp}
   */
  CompletionStage<Reply<Assignment>> assignment(ProcessEntry process, Slot slot) {
    return assignments(process, List.of(slot))
        .thenApply(answer -> answer.then(made -> Reply.given(made.get(0))));
  }

  /**
   * The assignments of evaluated messages.
   *
   * @param wanted at least one, in order and without a gap
   * @return as {@link #catchUp}
   */
  CompletionStage<Reply<List<Assignment>>> assignments(ProcessEntry process, List<Slot> wanted) {
    long first = wanted.get(0).nonce();
    CompletionStage<Reply<Optional<Link>>> before =
        first == 0
            ? CompletableFuture.completedFuture(Reply.given(Optional.empty()))
            : bounded(process, link(process, chain(process), first - 1, TRIES))
                .thenApply(answer -> answer.then(link -> Reply.given(Optional.of(link))));
    return before.thenApplyAsync(
        answer -> answer.then(link -> Reply.given(sign(process, wanted, link))), workers);
  }

  @Override
  public Optional<String> known(String process, String id) {
    return Optional.ofNullable(aliases.getIfPresent(id))
        .filter(alias -> alias.process().equals(process))
        .map(Alias::message);
  }

  @Override
  public CompletionStage<Optional<String>> find(ProcessEntry process, String id) {
    return extend(process, chain(process)).thenApply(done -> known(process.process(), id));
  }

  private <T> CompletionStage<Reply<T>> bounded(
      ProcessEntry process, CompletionStage<Reply<T>> computed) {
    CompletableFuture<Reply<T>> mine =
        computed.thenApply(Function.<Reply<T>>identity()).toCompletableFuture();
    return mine.isDone()
        ? mine
        : mine.completeOnTimeout(Reply.denied(tooLong(process)), waitMs, TimeUnit.MILLISECONDS);
  }

  private static ApiError tooLong(ProcessEntry process) {
    return ApiError.notReady(
        "the chain of assignments of process "
            + process.process()
            + " is long and being computed; try again in a moment");
  }

  private Chain chain(ProcessEntry process) {
    return chains.get(process.process(), id -> new Chain());
  }

  /** Holds on to the chain, which may be evicted meanwhile. */
  private CompletionStage<Reply<Link>> link(
      ProcessEntry process, Chain chain, long nonce, int tries) {
    Optional<Link> near = chain.floor(nonce);
    if (near.isPresent()) {
      return walk(process, near.get(), nonce);
    }
    if (tries == 0) {
      return CompletableFuture.failedFuture(behind(process));
    }
    return extend(process, chain)
        .thenCompose(answer -> answer.thenAsk(done -> link(process, chain, nonce, tries - 1)));
  }

  private static Unavailable behind(ProcessEntry process) {
    // The unit has shown a nonce that it does not have: another copy of its database answers.
    return new Unavailable(ApiError.unitUnavailable(process.module()), null);
  }

  private CompletionStage<Reply<Link>> walk(ProcessEntry process, Link from, long nonce) {
    if (from.nonce() == nonce) {
      return CompletableFuture.completedFuture(Reply.given(from));
    }
    return source
        .slots(process, from.nonce() + 1, nonce - from.nonce())
        .thenApplyAsync(
            answer ->
                answer.then(
                    page -> {
                      if (page.slots().isEmpty()) {
                        throw behind(process);
                      }
                      List<Assignment> made = sign(process, page.slots(), Optional.of(from));
                      return Reply.given(made.get(made.size() - 1).link());
                    }),
            workers)
        .thenCompose(answer -> answer.thenAsk(link -> walk(process, link, nonce)));
  }

  private CompletionStage<Reply<Boolean>> extend(ProcessEntry process, Chain chain) {
    CompletableFuture<Reply<Boolean>> mine = new CompletableFuture<>();
    Optional<CompletableFuture<Reply<Boolean>>> underWay = chain.join(mine);
    if (underWay.isPresent()) {
      return underWay.get();
    }
    step(process, chain, mine);
    return mine;
  }

  private void step(ProcessEntry process, Chain chain, CompletableFuture<Reply<Boolean>> done) {
    Optional<Link> head = chain.head();
    source
        .slots(process, head.map(Link::nonce).orElse(-1L) + 1, slots)
        .thenApplyAsync(
            answer -> answer.then(page -> Reply.given(append(process, chain, head, page))), workers)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null && answer.fold(more -> more, refused -> false)) {
                step(process, chain, done);
                return;
              }
              chain.rest();
              if (failure == null) {
                done.complete(answer);
              } else {
                done.completeExceptionally(failure);
              }
            });
  }

  private boolean append(
      ProcessEntry process, Chain chain, Optional<Link> head, SlotSource.Page page) {
    if (page.slots().isEmpty()) {
      return false;
    }
    chain.append(sign(process, page.slots(), head).stream().map(Assignment::link).toList());
    // Put again, so that it is weighed again; and it may have been evicted meanwhile.
    chains.put(process.process(), chain);
    return page.more();
  }

  private List<Assignment> sign(ProcessEntry process, List<Slot> wanted, Optional<Link> before) {
    List<Assignment> made = new ArrayList<>(wanted.size());
    Optional<Link> link = before;
    for (Slot slot : wanted) {
      Assignment next = Assignment.of(process.process(), slot, link, key::sign);
      aliases.put(next.item().id(), new Alias(process.process(), slot.message()));
      made.add(next);
      link = Optional.of(next.link());
    }
    links.increment(made.size());
    return made;
  }

  @Override
  public void close() {
    workers.close();
  }
}
