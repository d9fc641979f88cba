package mostao.ao.runtime.unit;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Store;
import mostao.ao.turn.Tables;

/**
 * The store of a service on PostgreSQL: one JTA transaction in which the module's tables go through
 * Hibernate and the unit's own through SQL, on the same connection. Thread-safe.
 *
 * <p>If anything fails inside, the transaction is rolled back and {@link BrokenDependency} is
 * thrown: a handler's bug never gets here, since the turn catches it.
 */
@Dependent
public class HibernateStore<V, C> implements Store<V, C> {
  private final Tables<V, C> tables;
  private final AgroalDataSource database;
  private final EntityManager entities;
  private final Transactions transactions;

  @Inject
  HibernateStore(
      Instance<Module<?, ?>> module,
      AgroalDataSource database,
      EntityManager entities,
      UnitSettings settings) {
    this(tablesOf(module), database, entities, settings);
  }

  HibernateStore(
      Tables<V, C> tables,
      AgroalDataSource database,
      EntityManager entities,
      UnitSettings settings) {
    this.tables = tables;
    this.database = database;
    this.entities = entities;
    this.transactions = new Transactions(database, settings.database().transactionTimeout());
  }

  /** A service has one module, so its types are those of the injection point. */
  @SuppressWarnings("unchecked")
  private static <V, C> Tables<V, C> tablesOf(Instance<Module<?, ?>> module) {
    return (Tables<V, C>) module.get().tables();
  }

  @Override
  public <T> T transact(Function<Work<V, C>, T> work) {
    return run(work, false);
  }

  /** Everything is done, up to the last statement, and rolled back then. */
  Store<V, C> rehearsal() {
    return new Store<>() {
      @Override
      public <T> T transact(Function<Work<V, C>, T> work) {
        AtomicReference<T> done = new AtomicReference<>();
        try {
          return run(
              unit -> {
                done.set(work.apply(unit));
                ((SqlWork<V, C>) unit).flush();
                entities.flush();
                throw new Rehearsed();
              },
              false);
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

  /** The same database for readers: a change inside is refused by the database itself. */
  Store<V, C> readOnly() {
    return new Store<>() {
      @Override
      public <T> T transact(Function<Work<V, C>, T> work) {
        return run(work, true);
      }
    };
  }

  private <T> T run(Function<Work<V, C>, T> work, boolean readOnly) {
    return readOnly
        ? transactions.run(connection -> read(work, connection))
        : transactions.change(connection -> change(work, connection));
  }

  private <T> T read(Function<Work<V, C>, T> work, Connection connection) throws SQLException {
    readOnlyFromNow(connection);
    return work.apply(new SqlWork<>(connection, tables));
  }

  private <T> T change(Function<Work<V, C>, T> work, Connection connection) {
    SqlWork<V, C> unit = new SqlWork<>(connection, tables);
    T result = work.apply(unit);
    unit.flush();
    // Here, where a failure has a name, rather than inside the commit.
    entities.flush();
    return result;
  }

  /**
   * Nothing changes in a reader's transaction, so no failure of its own would ever show that the
   * server it reads is an old one, and a connection in steady use isn't validated by the pool.
   */
  private void readOnlyFromNow(Connection connection) throws SQLException {
    String before = "select current_setting('transaction_read_only') as before,";
    String now = " set_config('transaction_read_only', 'on', true)";
    if (Sql.query(connection, before + now, row -> row.getString(1)).contains("on")) {
      database.flush(AgroalDataSource.FlushMode.GRACEFUL);
      throw new SQLException("the server takes no changes any more", "25006");
    }
  }
}
