package mostao.ao.runtime.unit;

import java.util.Objects;
import mostao.ao.process.Evaluator;
import mostao.ao.process.State;

/**
 * The module that a service evaluates. Its {@code boot} package produces exactly one, as a
 * singleton; everything else of this library is wired from it.
 *
 * @param name of the module, which names its topics; the same as the setting {@code mostao.module}
 * @param evaluator the module's Action table
 * @param state what its processes show of their state
 * @param tables the module's rows in PostgreSQL, for turns
 * @param reads the same rows for readers
 * @param <V> what handlers read
 * @param <C> what handlers change
 */
public record Module<V, C>(
    String name,
    Evaluator<V, C> evaluator,
    State<V> state,
    TurnTables<V, C> tables,
    Reads<V> reads) {
  public Module {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(evaluator, "evaluator");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(tables, "tables");
    Objects.requireNonNull(reads, "reads");
  }
}
