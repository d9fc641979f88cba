package mostao.ao.runtime.unit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import mostao.ao.process.Env;
import mostao.ao.process.Rules;
import mostao.ao.process.State;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.Store;

/** Reads the state of a process as it is after its last message. Thread-safe. */
public final class StateRead<V, C> {
  private final State<V> state;
  private final Rules rules;
  private final Store<V, C> store;

  StateRead(State<V> state, Rules rules, Store<V, C> store) {
    this.state = state;
    this.rules = rules;
    this.store = store;
  }

  /**
   * A process and what it shows, read together.
   *
   * @param process with its last message's time, and the nonce of the next
   */
  public record Snapshot(ProcessRow process, ObjectNode state) {}

  /**
   * @return nothing when the process does not exist here
   * @throws BrokenDependency when the database did not answer
   */
  Optional<Snapshot> of(String process) {
    return store.transact(
        work ->
            Optional.ofNullable(work.processes(Set.of(process)).get(process))
                .map(
                    row -> {
                      Env env = new Env(row.id(), row.owner(), row.tags(), rules);
                      return new Snapshot(row, state.of(env, work.tables().view(row.id())));
                    }));
  }
}
