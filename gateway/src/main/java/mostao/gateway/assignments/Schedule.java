package mostao.gateway.assignments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mostao.ao.ans104.Base64Url;
import mostao.ao.assignment.Assignment;
import mostao.ao.assignment.BlockHeight;
import mostao.ao.assignment.Slot;
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Refused;
import mostao.gateway.authority.Authority;
import mostao.gateway.directory.Directory;
import mostao.gateway.directory.Listed;
import mostao.gateway.reads.ReadGuard;
import mostao.gateway.result.Results;

/** The scheduler unit's reads. Thread-safe, never blocks; every stage fails when a unit is away. */
public final class Schedule {
  private static final String AT_ONCE = "100";

  private final Directory directory;
  private final UnitLog log;
  private final Chains chains;
  private final Results results;
  private final ReadGuard guard;
  private final String address;
  private final Clock clock;

  public Schedule(
      Directory directory,
      UnitLog log,
      Chains chains,
      Results results,
      ReadGuard guard,
      Authority authority,
      Clock clock) {
    this.directory = directory;
    this.log = log;
    this.chains = chains;
    this.results = results;
    this.guard = guard;
    this.address = authority.address();
    this.clock = clock;
  }

  /** The time, and who this is. */
  public JsonNode about() {
    return Nodes.object().put("timestamp", Long.toString(clock.millis())).put("address", address);
  }

  /** The time in both counts. */
  public JsonNode time() {
    long now = clock.millis();
    return Nodes.object()
        .put("timestamp", Long.toString(now))
        .put("block_height", BlockHeight.at(now));
  }

  /** What a process was sent, in order. */
  public CompletionStage<Answer<JsonNode>> page(String process, PageQuery asked, Asker asker) {
    return listed(process, asker)
        .thenCompose(
            answer ->
                answer.thenAsk(
                    listed ->
                        asked
                            .unit()
                            .thenAsk(
                                query ->
                                    born(
                                        listed,
                                        asker,
                                        () -> page(listed, query, asked.byNonce())))));
  }

  /** The newest of what a process was sent. */
  public CompletionStage<Answer<JsonNode>> latest(String process, Asker asker) {
    return listed(process, asker)
        .thenCompose(answer -> answer.thenAsk(listed -> born(listed, asker, () -> latest(listed))));
  }

  private CompletionStage<Answer<JsonNode>> latest(Listed process) {
    return entries(process, Map.of("sort", "DESC", "limit", "1"))
        .thenCompose(
            answer ->
                answer.thenAsk(
                    read ->
                        read.entries().isEmpty()
                            ? Answer.deniedNow(Refused.unknownProcess(process.process()))
                            : node(process, read.entries().get(0), false, false)));
  }

  /** The process item. Open to all, as its id is. */
  public CompletionStage<Answer<JsonNode>> process(String process, Asker asker) {
    return directory
        .lookUp(process)
        .thenCompose(
            answer ->
                answer.thenAsk(
                    listed -> born(listed, asker, () -> log.entry(listed, listed.process()))))
        .thenApply(answer -> answer.then(entry -> Answer.given(Nodes.process(entry))));
  }

  /**
   * One message, waited for if it is under way. Its id is a capability: who knows it may have it.
   *
   * @param id of the message or of its assignment
   * @param showAnchor see {@link Nodes#node}
   */
  public CompletionStage<Answer<JsonNode>> one(
      String process, String id, boolean showAnchor, Asker asker) {
    if (!Base64Url.isId(id)) {
      return Answer.deniedNow(
          Refused.invalidRequest(
              Refused.quote(id) + " is no message id; 43 characters of base64url are due"));
    }
    return directory
        .lookUp(process)
        .thenCompose(answer -> answer.thenAsk(listed -> one(listed, id, showAnchor, asker)));
  }

  private CompletionStage<Answer<JsonNode>> one(
      Listed process, String id, boolean showAnchor, Asker asker) {
    return evaluated(process, id, asker)
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
  CompletionStage<Answer<Entry>> evaluated(Listed process, String id, Asker asker) {
    return log.entry(process, message(process, id))
        .thenCompose(
            answer ->
                isMissing(answer)
                    ? results
                        .await(process.process(), id, asker.client(), asker.gone())
                        .thenCompose(
                            done -> done.thenAsk(r -> log.entry(process, message(process, id))))
                    : CompletableFuture.completedFuture(answer));
  }

  private String message(Listed process, String id) {
    return chains.known(process.process(), id).orElse(id);
  }

  private CompletionStage<Answer<JsonNode>> node(
      Listed process, Entry entry, boolean whole, boolean showAnchor) {
    return chains
        .assignment(process, entry.slot())
        .thenApply(
            answer ->
                answer.then(made -> Answer.given(Nodes.node(entry, made, whole, showAnchor))));
  }

  private CompletionStage<Answer<Listed>> listed(String process, Asker asker) {
    return directory
        .lookUp(process)
        .thenApply(
            answer ->
                answer.then(
                    listed ->
                        guard
                            .refuse(listed, asker.authorization())
                            .<Answer<Listed>>map(Answer::denied)
                            .orElseGet(() -> Answer.given(listed))));
  }

  /** A process that exists but is not yet born at its unit is waited for. */
  private <T> CompletionStage<Answer<T>> born(
      Listed process, Asker asker, Supplier<CompletionStage<Answer<T>>> read) {
    return read.get()
        .thenCompose(
            answer ->
                isMissing(answer)
                    ? results
                        .await(process.process(), process.process(), asker.client(), asker.gone())
                        .thenCompose(done -> done.thenAsk(birth -> read.get()))
                    : CompletableFuture.completedFuture(answer));
  }

  static boolean isMissing(Answer<?> answer) {
    return answer.fold(value -> false, refused -> refused.status() == 404);
  }

  /** The chain first: what waits for a long one should not hold a page of data meanwhile. */
  private CompletionStage<Answer<JsonNode>> page(
      Listed process, Map<String, String> query, boolean byNonce) {
    return chains
        .catchUp(process)
        .thenCompose(answer -> answer.thenAsk(done -> entries(process, query)))
        .thenCompose(answer -> answer.thenAsk(read -> whole(process, read, byNonce)))
        .thenCompose(
            answer ->
                answer.thenAsk(
                    read ->
                        read.entries().isEmpty()
                            ? CompletableFuture.completedFuture(
                                Answer.given(edges(read, List.of(), byNonce)))
                            : edges(process, read, byNonce)));
  }

  /** Entries as a unit gives them. */
  private record Read(List<Entry> entries, boolean more) {
    Slot last() {
      return entries.get(entries.size() - 1).slot();
    }

    Read and(List<Entry> others) {
      return new Read(Stream.concat(entries.stream(), others.stream()).toList(), more);
    }
  }

  private CompletionStage<Answer<Read>> entries(Listed process, Map<String, String> query) {
    return log.page(process, query)
        .thenApplyAsync(
            answer ->
                answer.then(
                    page -> {
                      List<Entry> entries = new ArrayList<>();
                      page.path("entries")
                          .forEach(line -> entries.add(Entry.of(process.module(), line)));
                      return Answer.given(new Read(entries, page.path("hasNextPage").asBoolean()));
                    }),
            chains.workers());
  }

  /**
   * A cursor that is a time stands behind everything of that time, so that a page must not end amid
   * messages of one: those it has of them are left to the next page. If they are all it has, the
   * others follow in the same page, beyond its limit.
   */
  private CompletionStage<Answer<Read>> whole(Listed process, Read read, boolean byNonce) {
    if (!read.more() || byNonce || read.entries().isEmpty()) {
      return CompletableFuture.completedFuture(Answer.given(read));
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
                          ? rest(process, read)
                          : CompletableFuture.completedFuture(
                              Answer.given(cut ? without(read, last) : read));
                    }));
  }

  /**
   * Adds what has the time of a page's last message. How much one moment holds, the broker bounds.
   */
  private CompletionStage<Answer<Read>> rest(Listed process, Read read) {
    Map<String, String> query =
        Map.of(
            "from-nonce", Long.toString(read.last().nonce() + 1),
            "to", Long.toString(read.last().timestamp()),
            "limit", AT_ONCE);
    return entries(process, query)
        .thenCompose(
            answer ->
                answer.thenAsk(
                    more -> {
                      Read both = read.and(more.entries());
                      return more.more()
                          ? rest(process, both)
                          : next(process, both)
                              .thenApply(
                                  beyond ->
                                      beyond.then(
                                          slot ->
                                              Answer.given(
                                                  new Read(both.entries(), slot.isPresent()))));
                    }));
  }

  /** What follows the last message of a page. */
  private CompletionStage<Answer<Optional<Slot>>> next(Listed process, Read read) {
    return log.slots(process, read.last().nonce() + 1, 1)
        .thenApply(answer -> answer.then(page -> Answer.given(page.slots().stream().findFirst())));
  }

  private static Read without(Read read, long timestamp) {
    List<Entry> kept =
        read.entries().stream().filter(entry -> entry.slot().timestamp() != timestamp).toList();
    return new Read(kept, true);
  }

  private CompletionStage<Answer<JsonNode>> edges(Listed process, Read read, boolean byNonce) {
    return chains
        .assignments(process, read.entries().stream().map(Entry::slot).toList())
        .thenApply(answer -> answer.then(made -> Answer.given(edges(read, made, byNonce))));
  }

  private static JsonNode edges(Read read, List<Assignment> made, boolean byNonce) {
    ObjectNode answer = Nodes.object();
    answer.putObject("page_info").put("has_next_page", read.more());
    ArrayNode edges = answer.putArray("edges");
    for (int i = 0; i < made.size(); i++) {
      Entry entry = read.entries().get(i);
      long cursor = byNonce ? entry.slot().nonce() : entry.slot().timestamp();
      edges
          .addObject()
          .put("cursor", Long.toString(cursor))
          .set("node", Nodes.node(entry, made.get(i), false, false));
    }
    return answer;
  }
}
