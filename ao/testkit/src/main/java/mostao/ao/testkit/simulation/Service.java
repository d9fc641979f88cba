package mostao.ao.testkit.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import mostao.ao.process.Evaluator;
import mostao.ao.process.Rows;
import mostao.ao.process.Rules;
import mostao.ao.testkit.memory.MemoryStore;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.Outbox;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Store;
import mostao.ao.turn.Turn;
import mostao.ao.wire.Topics;

/** A module with its database, its consumer group and its instances. */
public final class Service<V, C> {
  private final Simulation simulation;
  private final Broker broker;
  private final String module;
  private final Evaluator<V, C> evaluator;
  private final Supplier<Rows<V, C>> empty;
  private final InboxVerifier verifier;
  private final MemoryStore<V, C> store;
  private final Group group;
  private final Ledger ledger;
  private final List<Instance<V, C>> instances = new ArrayList<>();

  /**
   * @param evaluator of the module
   * @param empty the rows of a process that has none yet
   */
  public Service(
      Simulation simulation,
      Broker broker,
      InboxVerifier verifier,
      String module,
      Evaluator<V, C> evaluator,
      Supplier<Rows<V, C>> empty) {
    this.simulation = simulation;
    this.broker = broker;
    this.module = module;
    this.evaluator = evaluator;
    this.empty = empty;
    this.verifier = verifier;
    this.store = new MemoryStore<>(empty);
    this.group = new Group(simulation, broker, module, broker.slots(Topics.inbox(module)));
    this.ledger = new Ledger(broker, Topics.inbox(module), store);
    group.watch(ledger::committing);
  }

  /** One more instance, which takes part from now on. */
  public void start(String name, PlantedBug bug) {
    Instance<V, C> instance = new Instance<>(simulation, broker, this, name, bug);
    instances.add(instance);
    simulation.add(instance);
  }

  /** Whether everything on the inbox is done, and no instance does anything. */
  public boolean isAtRest() {
    return group.lag() == 0 && instances.stream().allMatch(Instance::isIdle);
  }

  Turn<V, C> turn(Store<V, C> through, Outbox outbox) {
    return new Turn<>(
        module,
        evaluator,
        Rules.defaults(),
        verifier,
        through,
        outbox,
        (message, bug) -> {
          InvariantBroken broken = new InvariantBroken("bug", message.action() + " threw " + bug);
          broken.initCause(bug);
          throw broken;
        });
  }

  public String module() {
    return module;
  }

  public MemoryStore<V, C> store() {
    return store;
  }

  public Group group() {
    return group;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** The rows of a process as they are. */
  public V view(String process) {
    return store.view(process);
  }

  /** Every process there is, in order of their ids. */
  public List<ProcessRow> processes() {
    return store.processes().values().stream()
        .sorted(Comparator.comparing(ProcessRow::id))
        .toList();
  }

  /** The result of replaying the whole inbox into an empty database, in batches of any size. */
  public MemoryStore<V, C> rebuilt() {
    MemoryStore<V, C> fresh = new MemoryStore<>(empty);
    Turn<V, C> turn = turn(fresh, (results, letters) -> {});
    List<ReceivedRecord> all = new ArrayList<>();
    for (Slot slot : broker.slots(Topics.inbox(module))) {
      all.addAll(broker.read(slot, 0, Integer.MAX_VALUE));
    }
    for (int at = 0; at < all.size(); ) {
      int size = Math.min(all.size() - at, 1 + simulation.random().below(8));
      turn.take(all.subList(at, at + size));
      at += size;
    }
    return fresh;
  }
}
