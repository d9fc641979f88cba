package mostao.ao.testkit.simulation;

import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import mostao.ao.testkit.memory.ForwardingWork;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.Progress;
import mostao.ao.turn.Store;

/**
 * One instance's way to the database of its service: transactions fail before, in the middle and
 * after the commit, and the instance dies at any of these places.
 */
final class UnsureStore<V, C> implements Store<V, C> {

  private final Simulation simulation;
  private final Store<V, C> store;
  private final PlantedBug bug;
  private final Runnable onCommit;

  /**
   * @param onCommit run after every transaction that was kept
   */
  UnsureStore(Simulation simulation, Store<V, C> store, PlantedBug bug, Runnable onCommit) {
    this.simulation = simulation;
    this.store = store;
    this.bug = bug;
    this.onCommit = onCommit;
  }

  @Override
  public <T> T transact(Function<Work<V, C>, T> work) {
    SeededRandom random = simulation.random();
    die("before the transaction");
    int fails = random.strikes(Fault.TRANSACTION_REFUSED) ? random.below(3) : -1;
    if (fails == 0) {
      throw new BrokenDependency("the database does not answer", null);
    }
    T result =
        store.transact(
            open -> {
              T done = work.apply(new UnsureWork(open));
              if (fails > 0) {
                simulation.say("the transaction is not kept");
                throw new BrokenDependency("the database does not answer any more", null);
              }
              return done;
            });
    onCommit.run();
    die("after the transaction");
    if (random.strikes(Fault.TRANSACTION_UNANSWERED)) {
      simulation.say("the transaction is kept, but its answer is lost");
      throw new BrokenDependency("the database does not say whether it has kept it", null);
    }
    return result;
  }

  private void die(String where) {
    if (simulation.random().strikes(Fault.CRASH)) {
      throw new Crash(where);
    }
  }

  /** The transaction's outcome as the code under test sees it. */
  private final class UnsureWork extends ForwardingWork<V, C> {
    UnsureWork(Work<V, C> work) {
      super(work);
    }

    @Override
    public Opening open(
        SortedSet<Integer> partitions, Set<String> processes, Collection<MessageKey> messages) {
      Opening found = super.open(partitions, processes, messages);
      if (bug == PlantedBug.PROGRESS_UNSEEN) {
        found.progress().replaceAll((partition, progress) -> new Progress(partition, 0, 0));
      }
      if (bug == PlantedBug.DUPLICATES_UNSEEN) {
        found.evaluated().clear();
      }
      return found;
    }

    @Override
    public void save(ProcessRow process) {
      die("in the middle of the transaction");
      super.save(process);
    }
  }
}
