package mostao.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.gateway.answer.Answer;
import mostao.gateway.directory.Directory;
import mostao.gateway.directory.Listed;
import mostao.gateway.result.Results;
import mostao.gateway.units.Units;

/** The state of a process after its last message. Thread-safe, never blocks. */
public final class States {
  private final Directory directory;
  private final Units units;
  private final Results results;
  private final ReadGuard guard;

  public States(Directory directory, Units units, Results results, ReadGuard guard) {
    this.directory = directory;
    this.units = units;
    this.results = results;
    this.guard = guard;
  }

  /**
   * @param authorization the request's header
   * @return {@code {process, kind, owner, nonce, timestamp, state}}, or the refusal; fails when a
   *     unit is away
   */
  public CompletionStage<Answer<JsonNode>> of(String process, Optional<String> authorization) {
    return directory
        .lookUp(process)
        .thenCompose(
            found ->
                found.thenAsk(
                    listed ->
                        guard
                            .refuse(listed, authorization)
                            .map(Answer::<JsonNode>deniedNow)
                            .orElseGet(() -> born(listed))));
  }

  /** A process that exists but is not yet born at its unit is waited for. */
  private CompletionStage<Answer<JsonNode>> born(Listed process) {
    return ask(process)
        .thenCompose(
            answer ->
                isMissing(answer)
                    ? results
                        .await(process.process(), process.process())
                        .thenCompose(done -> done.thenAsk(birth -> ask(process)))
                    : CompletableFuture.completedFuture(answer));
  }

  private static boolean isMissing(Answer<JsonNode> answer) {
    return answer.fold(state -> false, refused -> refused.status() == 404);
  }

  private CompletionStage<Answer<JsonNode>> ask(Listed process) {
    return units.get(process.module(), "/unit/processes/" + process.process() + "/state", Map.of());
  }
}
