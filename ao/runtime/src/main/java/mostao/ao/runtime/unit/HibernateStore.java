package mostao.ao.runtime.unit;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Store;

/**
 * The store of a service on PostgreSQL: one JTA transaction in which the unit's own tables and the
 * rows that a module finds by their keys go through SQL, and what else a module has through
 * Hibernate, on the same connection. Thread-safe.
 *
 * <p>If anything fails inside, the transaction is rolled back and {@link BrokenDependency} is
 * thrown: a handler's bug never gets here, since the turn catches it.
 */
@Dependent
public class HibernateStore<V, C> implements Store<V, C> {
  private final TurnTables<V, C> tables;
  private final EntityManager entities;
  private final Transactions transactions;
  private final RememberedRows memory;

  @Inject
  HibernateStore(
      Instance<Module<?, ?>> module,
      AgroalDataSource database,
      EntityManager entities,
      UnitSettings settings) {
    this(tablesOf(module), database, entities, settings);
  }

  HibernateStore(
      TurnTables<V, C> tables,
      AgroalDataSource database,
      EntityManager entities,
      UnitSettings settings) {
    this.tables = tables;
    this.entities = entities;
    this.transactions = new Transactions(database, settings.database().transactionTimeout());
    this.memory = new RememberedRows(settings.database().rememberedRows());
  }

  /** A service has one module, so its types are those of the injection point. */
  @SuppressWarnings("unchecked")
  private static <V, C> TurnTables<V, C> tablesOf(Instance<Module<?, ?>> module) {
    return (TurnTables<V, C>) module.get().tables();
  }

  @Override
  public <T> T transact(Function<Work<V, C>, T> work) {
    return transactions.change(
        connection -> {
          SqlWork<V, C> unit = new SqlWork<>(connection, tables, memory);
          try {
            T result = evaluated(work, unit);
            unit.commit();
            unit.remember();
            return result;
          } catch (RuntimeException failed) {
            unit.forget();
            throw failed;
          }
        });
  }

  /** Everything is done, up to the last statement, and rolled back then. */
  Store<V, C> rehearsal() {
    return new Store<>() {
      @Override
      public <T> T transact(Function<Work<V, C>, T> work) {
        AtomicReference<T> done = new AtomicReference<>();
        try {
          return HibernateStore.this.transact(
              unit -> {
                done.set(work.apply(unit));
                ((SqlWork<V, C>) unit).flush();
                entities.flush();
                throw new Rehearsed();
              });
        } catch (BrokenDependency ended) {
          if (ended.getCause() instanceof Rehearsed) {
            return done.get();
          }
          throw ended;
        }
      }
    };
  }

  /** Rolls a rehearsal back. */
  private static final class Rehearsed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Rehearsed() {
      super("nothing of a rehearsal is kept", null, false, false);
    }
  }

  private <T> T evaluated(Function<Work<V, C>, T> work, SqlWork<V, C> unit) {
    T result = work.apply(unit);
    // Here, where a failure has a name, rather than inside the commit.
    entities.flush();
    return result;
  }
}
