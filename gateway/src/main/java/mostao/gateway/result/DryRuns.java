package mostao.gateway.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.unit.DryRunBody;
import mostao.ao.unit.UnitRequest;
import mostao.gateway.access.Caller;
import mostao.gateway.access.Freshness;
import mostao.gateway.access.Tokens;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.edge.limits.RateLimits;
import mostao.gateway.intake.ItemReader;
import mostao.gateway.intake.VerifierPool;
import mostao.gateway.units.Processes;
import mostao.gateway.units.Units;

/** Evaluations whose changes are thrown away. Thread-safe, never blocks. */
public final class DryRuns {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Bytes of a body that is read sooner than it is handed to another thread. */
  private static final int SMALL = 4096;

  private final Processes processes;
  private final Units units;
  private final Results results;
  private final ItemReader reader;
  private final VerifierPool workers;
  private final RateLimits limits;
  private final Tokens tokens;
  private final Freshness freshness;

  public DryRuns(
      Processes processes,
      Units units,
      Results results,
      ItemReader reader,
      VerifierPool workers,
      RateLimits limits,
      Tokens tokens,
      Freshness freshness) {
    this.processes = processes;
    this.units = units;
    this.results = results;
    this.reader = reader;
    this.workers = workers;
    this.limits = limits;
    this.tokens = tokens;
    this.freshness = freshness;
  }

  /**
   * Unsigned: anonymous, unless an access token proves the caller.
   *
   * @param body JSON with six keys, see the AO contract, section 3.3
   * @return the Result's JSON in UTF-8, or the refusal; fails when a unit is away
   */
  public CompletionStage<Reply<byte[]>> unsigned(String process, byte[] body, Caller caller) {
    CompletionStage<Reply<DryRunBody>> request =
        body.length <= SMALL
            ? CompletableFuture.completedFuture(request(body, caller))
            : workers.submit(caller.client(), () -> request(body, caller));
    return request.thenCompose(read -> read.thenAsk(asked -> ask(process, asked, caller)));
  }

  /**
   * Signed, and so proven.
   *
   * @param item the bytes of a signed data item
   * @return the Result's JSON in UTF-8, or the refusal; fails when a unit is away
   */
  public CompletionStage<Reply<byte[]>> proven(String process, byte[] item, Caller caller) {
    return workers
        .submit(
            caller.client(),
            () ->
                reader
                    .read(item)
                    .then(limits::charge)
                    .then(read -> DryRunRequest.proven(read, process, freshness)))
        .thenCompose(read -> read.thenAsk(request -> ask(process, request, caller)));
  }

  private Reply<DryRunBody> request(byte[] body, Caller caller) {
    return tokens.wallet(caller.authorization()).then(wallet -> request(body, wallet));
  }

  private static Reply<DryRunBody> request(byte[] body, Optional<String> wallet) {
    return json(body)
        .then(
            json ->
                wallet
                    .map(asking -> DryRunRequest.shown(json, asking))
                    .orElseGet(() -> DryRunRequest.anonymous(json)));
  }

  private static Reply<JsonNode> json(byte[] body) {
    try {
      return Reply.given(MAPPER.readTree(body));
    } catch (IOException notJson) {
      return Reply.denied(
          ApiError.invalidRequest(
              "the body of "
                  + body.length
                  + " bytes is not JSON; send {Id, Target, Owner, Anchor, Data, Tags}, or a signed"
                  + " item as application/octet-stream"));
    }
  }

  private CompletionStage<Reply<byte[]>> ask(String process, DryRunBody request, Caller caller) {
    return processes
        .lookUp(process)
        .thenCompose(found -> found.thenAsk(listed -> ask(listed, request, caller)));
  }

  /** A process that exists but is not yet born at its unit is waited for. */
  private CompletionStage<Reply<byte[]>> ask(
      ProcessEntry process, DryRunBody request, Caller caller) {
    return put(process, request, caller)
        .thenCompose(
            answer ->
                answer.isMissing()
                    ? results
                        .birth(process.process(), caller)
                        .thenCompose(born -> born.thenAsk(done -> put(process, request, caller)))
                    : CompletableFuture.completedFuture(answer));
  }

  private CompletionStage<Reply<byte[]>> put(
      ProcessEntry process, DryRunBody request, Caller caller) {
    return units.ask(
        caller.client(), process.module(), UnitRequest.dryRun(process.process(), request));
  }
}
