package mostao.gateway.graphql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.Listings;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.kafka.directory.ProcessFacts;
import mostao.ao.message.Names;
import mostao.ao.wire.Topics;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.units.Processes;

/**
 * The transactions of the deployment: its fixed items, which are older than everything, and the
 * processes of the directory; their messages by id, or for their readers. Thread-safe, never
 * blocks.
 */
final class Transactions implements TransactionSource {
  /** The transactions that a filter can list. */
  private static final Set<String> INDEXED =
      Set.of(Names.TYPE_PROCESS, Names.TYPE_MODULE, SchedulerLocation.TYPE);

  private final SchedulerLocation location;
  private final Processes processes;
  private final Items items;
  private final ReadGuard guard;
  private final Executor workers;

  /**
   * @param workers where answers of other parts are gone on with
   */
  Transactions(
      SchedulerLocation location,
      Processes processes,
      Items items,
      ReadGuard guard,
      Executor workers) {
    this.location = location;
    this.processes = processes;
    this.items = items;
    this.guard = guard;
    this.workers = workers;
  }

  @Override
  public CompletionStage<Optional<Transaction>> one(String id, QueryBudget budget) {
    Optional<Transaction> fixed =
        fixed().stream().map(Found::transaction).filter(one -> one.id().equals(id)).findFirst();
    if (fixed.isPresent()) {
      return CompletableFuture.completedFuture(fixed);
    }
    Optional<String> wallet = wallet(budget);
    return processes
        .lookUp(id, guard.existing(budget.authorization()))
        .thenComposeAsync(
            found ->
                found instanceof Reply.Given<ProcessEntry> given
                    ? birth(given.value(), wallet, budget)
                    : items
                        .message(id, budget)
                        .thenComposeAsync(message -> shown(message, wallet), workers),
            workers);
  }

  /** Whom the query speaks for. */
  private Optional<String> wallet(QueryBudget budget) {
    return Denial.orOut(guard.wallet(budget.authorization()));
  }

  private CompletionStage<Optional<Transaction>> birth(
      ProcessEntry process, Optional<String> wallet, QueryBudget budget) {
    return items
        .birth(process, budget)
        .thenApply(item -> Optional.of(shown(process, item, wallet)));
  }

  /** A process item; the id of the message that it was made for is for its owner. */
  private Transaction shown(ProcessEntry process, Transaction item, Optional<String> wallet) {
    return guard.isReader(process, wallet) ? item : item.without(Names.PUSHED_FOR);
  }

  /** A message, if the caller may see it; otherwise nothing, as if there were none. */
  private CompletionStage<Optional<Transaction>> shown(
      Optional<Transaction> found, Optional<String> wallet) {
    boolean hidden =
        found
            .flatMap(item -> processes.find(item.id()))
            .filter(process -> !guard.exists(process, wallet))
            .isPresent();
    return found.isEmpty() || hidden
        ? CompletableFuture.completedFuture(Optional.empty())
        : processes
            .lookUp(found.get().recipient())
            .thenApply(
                process ->
                    found.filter(
                        item -> process.fold(own -> shows(own, item, wallet), no -> false)));
  }

  private boolean shows(ProcessEntry process, Transaction item, Optional<String> wallet) {
    return guard.shows(process, false, item.timestamp().orElse(0), wallet)
        || wallet.filter(asking -> ReadGuard.same(asking, item.signer())).isPresent();
  }

  @Override
  public CompletionStage<Page> list(Filter filter, QueryBudget budget) {
    if (!filter.ids().isEmpty()) {
      return byIds(filter, budget);
    }
    if (!filter.recipients().isEmpty()) {
      return received(filter, budget);
    }
    requireIndexed(filter);
    return new Walk(ofPresentScheduler(filter), budget).go();
  }

  /**
   * A process names the key that was the scheduler when it was born. A client that asks where that
   * scheduler is gets the place of the present one. For nothing else are they the same owner.
   */
  private Filter ofPresentScheduler(Filter filter) {
    boolean asksForPlace =
        filter.values(Names.TYPE).map(List.of(SchedulerLocation.TYPE)::equals).orElse(false);
    return asksForPlace
            && filter.owners().stream()
                .anyMatch(owner -> location.isOf(owner, processes.deployment()))
        ? filter.ownedBy(Set.of(location.item().owner()))
        : filter;
  }

  private static void requireIndexed(Filter filter) {
    List<String> types = filter.values(Names.TYPE).orElse(List.of());
    if (types.isEmpty() || !INDEXED.containsAll(types)) {
      throw new Denial(
          ApiError.invalidRequest(
              "transactions are listed by 'ids', by 'recipients', or by a tag filter 'Type' with"
                  + " Process, Module or Scheduler-Location; others are not indexed"));
    }
  }

  private CompletionStage<Page> received(Filter filter, QueryBudget budget) {
    if (filter.recipients().size() > 1) {
      throw new Denial(
          ApiError.invalidRequest(
              "'recipients' has "
                  + filter.recipients().size()
                  + " entries; what was sent is listed for one process at a time"));
    }
    String recipient = filter.recipients().iterator().next();
    return processes
        .lookUp(recipient, guard.existing(budget.authorization()))
        .thenComposeAsync(
            found -> {
              ProcessEntry process =
                  Denial.orOut(guard.listed(recipient, found, budget.authorization()));
              return items.received(process, filter, budget, workers);
            },
            workers);
  }

  private CompletionStage<Page> byIds(Filter filter, QueryBudget budget) {
    List<CompletableFuture<Optional<Transaction>>> asked =
        filter.ids().stream().map(id -> one(id, budget).toCompletableFuture()).toList();
    return all(asked)
        .thenApply(
            found ->
                found.stream()
                    .flatMap(Optional::stream)
                    .map(one -> new Found(new Cursor(one.timestamp().orElse(0), one.id()), one))
                    .toList())
        .thenApply(found -> Page.of(inOrder(found, filter), filter.first(), false));
  }

  /** Those behind the cursor, in the order asked for. */
  private static List<Found> inOrder(List<Found> found, Filter filter) {
    Comparator<Found> order = Comparator.comparing(Found::place);
    return found.stream()
        .filter(one -> filter.allows(one.transaction()))
        .filter(one -> filter.isBehind(one.place()))
        .sorted(filter.newestFirst() ? order.reversed() : order)
        .toList();
  }

  /** The fixed items, before the first offset of the directory, oldest first. */
  private List<Found> fixed() {
    Deployment deployment = processes.deployment();
    Map<String, Transaction> all = new LinkedHashMap<>();
    deployment.modules().forEach(item -> all.put(item.id(), Transaction.fixed(item)));
    all.put(location.item().id(), Transaction.fixed(location.item()));
    all.put(deployment.registry().id(), Transaction.fixed(deployment.registry()));
    List<Found> found = new ArrayList<>();
    for (Transaction one : all.values()) {
      found.add(new Found(new Cursor(found.size() - all.size(), one.id()), one));
    }
    return found;
  }

  private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> asked) {
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
  }

  /**
   * Walks everything that a filter can list, in one direction. The directory preselects which items
   * are read; the items decide.
   */
  private final class Walk {
    private final Filter filter;
    private final QueryBudget budget;
    private final Optional<String> wallet;
    private final Predicate<ProcessFacts> wanted;
    private final String registry;
    private final List<Found> found = new ArrayList<>();
    private long at;

    Walk(Filter filter, QueryBudget budget) {
      this.filter = filter;
      this.budget = budget;
      this.wallet = wallet(budget);
      this.registry = processes.deployment().registry().id();
      this.wanted =
          process -> {
            budget.visit();
            return filter.mayBe(process);
          };
      this.at =
          filter
              .after()
              .map(Cursor::position)
              .orElse(filter.newestFirst() ? Long.MAX_VALUE : Long.MIN_VALUE + 1);
    }

    CompletionStage<Page> go() {
      if (filter.values(Names.MODULE).map(List.of(sessions())::equals).orElse(false)) {
        throw new Denial(
            ApiError.unauthorized(
                "sessions are not listed, since that would show who talks to whom; ask for one by"
                    + " its id"));
      }
      if (!filter.mayBe(Names.TYPE, Names.TYPE_PROCESS)) {
        addFixed();
        return end(false);
      }
      // Another gateway may have recorded one a moment ago.
      return processes
          .catchUp()
          .thenComposeAsync(
              done -> {
                if (!filter.newestFirst()) {
                  addFixed();
                }
                return step();
              },
              workers);
    }

    private String sessions() {
      return processes.deployment().moduleId(Topics.SESSION);
    }

    private void addFixed() {
      found.addAll(inOrder(fixed(), filter));
    }

    private CompletionStage<Page> step() {
      int missing = filter.first() + 1 - found.size();
      if (missing <= 0) {
        return end(false);
      }
      int most = Math.min(missing, budget.left());
      List<Long> next = next(missing);
      if (next.isEmpty()) {
        if (filter.newestFirst()) {
          addFixed();
        }
        return end(false);
      }
      if (most == 0) {
        return outOfReads();
      }
      List<Long> places = next.subList(0, Math.min(most, next.size()));
      return processes
          .listed(places)
          .thenComposeAsync(
              listed ->
                  all(
                      listed.stream()
                          // It is one of the fixed items.
                          .filter(one -> !one.process().process().equals(registry))
                          .map(this::read)
                          .toList()),
              workers)
          .thenComposeAsync(
              items -> {
                items.stream()
                    .flatMap(Optional::stream)
                    .filter(one -> filter.allows(one.transaction()))
                    .forEach(found::add);
                at = places.get(places.size() - 1);
                return step();
              },
              workers);
    }

    private List<Long> next(int most) {
      return filter.newestFirst()
          ? processes.open().before(Math.max(0, at), wanted, most)
          : processes.open().after(Math.max(-1, at), wanted, most);
    }

    /** One that is still on its way to its unit is listed when it is there. */
    private CompletableFuture<Optional<Found>> read(Listings.Listed entry) {
      return items
          .born(entry.process(), budget)
          .thenApply(born -> born.map(item -> found(entry, shown(entry.process(), item, wallet))))
          .toCompletableFuture();
    }

    private static Found found(Listings.Listed entry, Transaction item) {
      return new Found(new Cursor(entry.place(), item.id()), item);
    }

    /** A short page is one that can be gone on from; an empty one would be none. */
    private CompletionStage<Page> outOfReads() {
      if (found.isEmpty()) {
        budget.spend(1);
      }
      return end(true);
    }

    private CompletionStage<Page> end(boolean more) {
      return CompletableFuture.completedFuture(Page.of(found, filter.first(), more));
    }
  }
}
