package mostao.gateway.result;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.unit.ProcessState;
import mostao.ao.unit.UnitRequest;
import mostao.gateway.access.Caller;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.Reply;
import mostao.gateway.units.Processes;
import mostao.gateway.units.Units;

/** The state of a process after its last message. Thread-safe, never blocks. */
public final class States {
  private final Processes processes;
  private final Units units;
  private final Results results;
  private final ReadGuard guard;

  public States(Processes processes, Units units, Results results, ReadGuard guard) {
    this.processes = processes;
    this.units = units;
    this.results = results;
    this.guard = guard;
  }

  /**
   * @return the state, or the refusal; fails when a unit is away
   */
  public CompletionStage<Reply<ProcessState>> of(String process, Caller caller) {
    return processes
        .lookUp(process, guard.existing(caller.authorization()))
        .thenCompose(
            found ->
                guard
                    .listed(process, found, caller.authorization())
                    .thenAsk(listed -> born(listed, caller)));
  }

  /** A process that exists but is not yet born at its unit is waited for. */
  private CompletionStage<Reply<ProcessState>> born(ProcessEntry process, Caller caller) {
    return ask(process, caller)
        .thenCompose(
            answer ->
                answer.isMissing()
                    ? results
                        .birth(process.process(), caller)
                        .thenCompose(done -> done.thenAsk(birth -> ask(process, caller)))
                    : CompletableFuture.completedFuture(answer));
  }

  private CompletionStage<Reply<ProcessState>> ask(ProcessEntry process, Caller caller) {
    return units.ask(caller.client(), process.module(), UnitRequest.state(process.process()));
  }
}
