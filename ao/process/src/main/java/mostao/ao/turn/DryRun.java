package mostao.ao.turn;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import mostao.ao.message.Message;
import mostao.ao.message.Result;
import mostao.ao.process.Env;
import mostao.ao.process.Evaluator;
import mostao.ao.process.Rules;

/** Evaluates a message against the state as it is and throws the changes away. Thread-safe. */
public final class DryRun<V, C> {
  private final Evaluator<V, C> evaluator;
  private final Rules rules;
  private final Store<V, C> store;
  private final BiConsumer<Message, RuntimeException> onBug;

  public DryRun(
      Evaluator<V, C> evaluator,
      Rules rules,
      Store<V, C> store,
      BiConsumer<Message, RuntimeException> onBug) {
    this.evaluator = evaluator;
    this.rules = rules;
    this.store = store;
    this.onBug = onBug;
  }

  /**
   * @param asked with the provenance of a dry-run; its timestamp is replaced by that of the
   *     process's last message
   * @return nothing when the process does not exist here
   * @throws BrokenDependency when the database did not answer
   */
  public Optional<Result> of(Message asked) {
    if (asked.provenance() == Message.Provenance.ASSIGNED) {
      throw new IllegalArgumentException("message " + asked.id() + " is assigned: take a turn");
    }
    return store.transact(
        work -> {
          Map<String, ProcessRow> found = work.processes(Set.of(asked.target()));
          return Optional.ofNullable(found.get(asked.target()))
              .map(process -> evaluate(work.tables(), process, asked));
        });
  }

  private Result evaluate(Tables<V, C> tables, ProcessRow process, Message asked) {
    Message message = asked.at(process.timestamp());
    Env env = process.env(rules);
    tables.prefetch(Map.of(process.id(), RowKeys.of(evaluator, env, message)));
    try {
      return evaluator
          .evaluate(tables.view(process.id()), env, process.reference(), message)
          .result();
    } catch (BrokenDependency broken) {
      throw broken;
    } catch (RuntimeException bug) {
      onBug.accept(message, bug);
      return Result.failed("handler failed: " + bug.getClass().getName());
    }
  }
}
