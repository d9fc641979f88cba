package mostao.ao.runtime.unit;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.message.Message;
import mostao.ao.message.Result;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.DryRun;
import mostao.ao.turn.Follower;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.Outbox;
import mostao.ao.turn.ReadRecord;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Turn;

/** One service's turn and dry-run, put together from its {@link Module}. Thread-safe. */
@Singleton
public class Unit {
  private final String module;
  private final Turn<?, ?> turn;
  private final Turn<?, ?> rehearsal;
  private final DryRun<?, ?> dryRun;
  private final StateRead<?, ?> state;
  private final PoisonMessages poison;

  @Inject
  Unit(
      Instance<Module<?, ?>> module,
      InboxVerifier verifier,
      Outbox outbox,
      AgroalDataSource database,
      EntityManager entities,
      UnitSettings settings,
      HandlerBugs bugs,
      MeterRegistry meters,
      Traces traces) {
    this(module.get(), verifier, outbox, database, entities, settings, bugs, meters, traces);
  }

  private <V, C> Unit(
      Module<V, C> module,
      InboxVerifier verifier,
      Outbox outbox,
      AgroalDataSource database,
      EntityManager entities,
      UnitSettings settings,
      HandlerBugs bugs,
      MeterRegistry meters,
      Traces traces) {
    if (!module.name().equals(settings.module())) {
      throw new IllegalStateException(
          "mostao.module is '"
              + settings.module()
              + "', but this service evaluates '"
              + module.name()
              + "': set it to that or leave it as it was");
    }
    HibernateStore<V, C> store =
        new HibernateStore<>(module.tables(), database, entities, settings);
    ReadStore<V, C> readers = new ReadStore<>(module.reads(), database);
    this.module = module.name();
    this.poison = new PoisonMessages();
    EvaluationMeters evaluations = new EvaluationMeters(meters, module.evaluator().names());
    this.turn =
        new Turn<>(
            module.name(),
            poison.around(evaluations.timing(module.evaluator())),
            settings.rules(),
            verifier,
            store,
            outbox,
            (message, bug) -> bugs.inTurn(message, bug, poison),
            evaluations::count,
            traces.areOn() ? new TracedTurns(traces, evaluations) : Follower.NONE);
    this.rehearsal =
        new Turn<>(
            module.name(),
            module.evaluator(),
            settings.rules(),
            verifier,
            store.rehearsal(),
            (results, letters) -> {},
            (message, bug) -> {});
    this.dryRun =
        new DryRun<>(
            PoisonMessages.deep(module.evaluator()), settings.rules(), readers, bugs::inDryRun);
    this.state = new StateRead<>(module.state(), settings.rules(), readers);
  }

  /** Name of the module. */
  public String module() {
    return module;
  }

  /**
   * See {@link Turn#keep}.
   *
   * @throws BrokenDependency take the batch again
   */
  public Turn.Kept keep(
      List<ReadRecord> batch, Map<Integer, Long> publishedBefore, Runnable settled) {
    return turn.keep(batch, publishedBefore, settled);
  }

  /** See {@link Turn#read}. */
  public ReadRecord read(ReceivedRecord received) {
    return turn.read(received);
  }

  /**
   * As {@link Turn#take(List)}, but nothing is kept and nothing is published.
   *
   * @throws BrokenDependency the database did not answer
   */
  Turn.Report rehearse(List<ReceivedRecord> batch) {
    return rehearsal.take(batch);
  }

  /**
   * Gives up on one message: when its batch is taken again it evaluates to an Error without its
   * handler being called. For a message whose changes the database refuses every time; what stops
   * one message must not stop its partition.
   *
   * @return id of the message, if the record holds one at all
   */
  public Optional<String> condemn(ReceivedRecord received, Throwable reason) {
    return poison.add(received, reason);
  }

  /**
   * See {@link DryRun#of}.
   *
   * @throws BrokenDependency the database did not answer
   */
  public Optional<Result> dryRun(Message asked) {
    return dryRun.of(asked);
  }

  /**
   * See {@link StateRead#of}.
   *
   * @throws BrokenDependency the database did not answer
   */
  public Optional<StateRead.Snapshot> state(String process) {
    return state.of(process);
  }
}
