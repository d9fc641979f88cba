package mostao.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import mostao.gateway.access.Freshness;
import mostao.gateway.access.Tokens;
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Refused;
import mostao.gateway.directory.Directory;
import mostao.gateway.directory.Listed;
import mostao.gateway.intake.ItemReader;
import mostao.gateway.limits.RateLimits;
import mostao.gateway.result.Results;
import mostao.gateway.units.Units;

/** Evaluations whose changes are thrown away. Thread-safe, never blocks. */
public final class DryRuns {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Directory directory;
  private final Units units;
  private final Results results;
  private final ItemReader reader;
  private final Executor workers;
  private final RateLimits limits;
  private final Tokens tokens;
  private final Freshness freshness;

  public DryRuns(
      Directory directory,
      Units units,
      Results results,
      ItemReader reader,
      Executor workers,
      RateLimits limits,
      Tokens tokens,
      Freshness freshness) {
    this.directory = directory;
    this.units = units;
    this.results = results;
    this.reader = reader;
    this.workers = workers;
    this.limits = limits;
    this.tokens = tokens;
    this.freshness = freshness;
  }

  /**
   * Unsigned: anonymous, unless an access token proves who asks.
   *
   * @param body JSON with six keys, see the AO contract, section 3.3
   * @param authorization the request's {@code Authorization} header
   * @return the Result, or the refusal; fails when a unit is away
   */
  public CompletionStage<Answer<JsonNode>> unsigned(
      String process, byte[] body, Optional<String> authorization) {
    return onWorker(() -> tokens.wallet(authorization).then(wallet -> question(body, wallet)))
        .thenCompose(read -> read.thenAsk(question -> ask(process, question)));
  }

  /**
   * Signed, and so proven.
   *
   * @param item the bytes of a signed data item
   * @return the Result, or the refusal; fails when a unit is away
   */
  public CompletionStage<Answer<JsonNode>> proven(String process, byte[] item) {
    return onWorker(
            () ->
                reader
                    .read(item)
                    .then(limits::charge)
                    .then(read -> Question.proven(read, process, freshness)))
        .thenCompose(read -> read.thenAsk(question -> ask(process, question)));
  }

  private static Answer<ObjectNode> question(byte[] body, Optional<String> wallet) {
    return json(body)
        .then(
            json ->
                wallet
                    .map(asking -> Question.shown(json, asking))
                    .orElseGet(() -> Question.anonymous(json)));
  }

  private <T> CompletionStage<T> onWorker(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, workers);
  }

  private static Answer<JsonNode> json(byte[] body) {
    try {
      return Answer.given(MAPPER.readTree(body));
    } catch (IOException notJson) {
      return Answer.denied(
          Refused.invalidRequest(
              "the body of "
                  + body.length
                  + " bytes is no JSON; {Id, Target, Owner, Anchor, Data, Tags} is due, or a signed"
                  + " item as application/octet-stream"));
    }
  }

  private CompletionStage<Answer<JsonNode>> ask(String process, ObjectNode question) {
    return directory
        .lookUp(process)
        .thenCompose(found -> found.thenAsk(listed -> ask(listed, question)));
  }

  /** A process that exists but is not yet born at its unit is waited for. */
  private CompletionStage<Answer<JsonNode>> ask(Listed process, ObjectNode question) {
    return put(process, question)
        .thenCompose(
            answer ->
                answer instanceof Answer.Denied<JsonNode> denied && denied.refused().status() == 404
                    ? results
                        .await(process.process(), process.process())
                        .thenCompose(born -> born.thenAsk(done -> put(process, question)))
                    : CompletableFuture.completedFuture(answer));
  }

  private CompletionStage<Answer<JsonNode>> put(Listed process, ObjectNode question) {
    return units.post(
        process.module(), "/unit/processes/" + process.process() + "/dry-run", question);
  }
}
