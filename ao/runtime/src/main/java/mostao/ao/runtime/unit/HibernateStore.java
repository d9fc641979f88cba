package mostao.ao.runtime.unit;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
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
  private final int timeoutSeconds;

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
    this.timeoutSeconds = (int) settings.database().transactionTimeout().toSeconds();
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
    try {
      return QuarkusTransaction.requiringNew()
          .timeout(timeoutSeconds)
          .call(() -> within(work, readOnly));
    } catch (BrokenDependency broken) {
      leave(broken, readOnly);
      throw broken;
    } catch (RuntimeException failed) {
      leave(failed, readOnly);
      throw broken(failed);
    }
  }

  /**
   * A server that is there but no longer the right one counts as away: all connections to it are
   * closed, those in use when they are given back. The next try finds the server that has its
   * place.
   */
  private void leave(Throwable failed, boolean readOnly) {
    // A reader's transaction takes no change on any server.
    if (!readOnly && Causes.areOfTheWrongServer(failed)) {
      database.flush(AgroalDataSource.FlushMode.GRACEFUL);
    }
  }

  private <T> T within(Function<Work<V, C>, T> work, boolean readOnly) throws SQLException {
    // The transaction owns the connection: closing this handle gives nothing back before its end.
    try (Connection connection = database.getConnection()) {
      if (readOnly) {
        readOnlyFromNow(connection);
      }
      SqlWork<V, C> unit = new SqlWork<>(connection, tables);
      T result = work.apply(unit);
      if (!readOnly) {
        unit.flush();
        // Here, where a failure has a name, rather than inside the commit.
        entities.flush();
      }
      return result;
    }
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

  private static BrokenDependency broken(Throwable failed) {
    return new BrokenDependency(
        "the database did not keep the transaction: " + Causes.root(failed), failed);
  }
}
