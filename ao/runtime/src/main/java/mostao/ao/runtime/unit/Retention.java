package mostao.ao.runtime.unit;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.ao.turn.BrokenDependency;
import org.jboss.logging.Logger;

/**
 * Empties old evaluations of item and Result. What a turn may still need stays: ids, by which a
 * message posted again is recognised, nonces and times, of which chains are made, what may have to
 * be published again, and the item that a process began with.
 *
 * <p>Each partition is emptied in the order of its offsets, by one replica at a time, a few rows in
 * a transaction; between two it rests as long as the one before took. A turn never waits for it: it
 * changes no row that a turn locks. Thread-safe.
 */
@Singleton
public class Retention {
  private static final Logger LOG = Logger.getLogger("mostao.retention");

  /** Partitions whose first row that is not emptied is too old. */
  private static final String DUE =
      "select p.inbox_partition from progress p left join retention r using (inbox_partition)"
          + " cross join lateral (select e.evaluated_at from evaluation e"
          + " where e.inbox_partition = p.inbox_partition"
          + " and e.inbox_offset >= coalesce(r.emptied_offset, 0)"
          + " and e.inbox_offset < p.published_offset order by e.inbox_offset limit 1) oldest"
          + " where oldest.evaluated_at < floor(extract(epoch from now()) * 1000)::bigint - ?"
          + " order by p.inbox_partition";

  private static final String UNTIL =
      "select published_offset, floor(extract(epoch from now()) * 1000)::bigint from progress"
          + " where inbox_partition = ?";

  /** Of a partition that another replica is at, nothing. */
  private static final String FROM =
      "select emptied_offset from retention where inbox_partition = ? for update skip locked";

  private static final String NEXT =
      "select inbox_offset, evaluated_at from evaluation where inbox_partition = ?"
          + " and inbox_offset >= ? and inbox_offset < ? order by inbox_offset limit ?";

  private static final String EMPTY =
      "with emptied as (update evaluation set item = '', outcome = '' where inbox_partition = ?"
          + " and inbox_offset >= ? and inbox_offset <= ? and nonce > 0 returning 1)"
          + " select count(*) from emptied";

  private final Transactions transactions;
  private final UnitSettings.Retention settings;
  private final Counter emptied;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private Thread thread;

  @Inject
  Retention(AgroalDataSource database, UnitSettings settings, MeterRegistry meters) {
    this.transactions = new Transactions(database, settings.database().transactionTimeout());
    this.settings = settings.retention();
    this.emptied =
        Counter.builder("mostao.retention.rows")
            .description("Evaluations that were emptied of item and Result")
            .register(meters);
  }

  /**
   * What was done of one partition.
   *
   * @param emptied evaluations
   * @param full whether there may be more
   */
  private record Batch(long emptied, boolean full) {
    private static final Batch NONE = new Batch(0, false);
  }

  private record Row(long offset, long evaluatedAt) {}

  void start(@Observes StartupEvent started) {
    Optional<Duration> keep = settings.keep();
    if (keep.isEmpty()) {
      return;
    }
    check(keep.get(), settings);
    LOG.infof("Items and Results older than %s are emptied (mostao.retention.keep)", keep.get());
    thread = new Thread(() -> run(keep.get()), "retention");
    thread.setDaemon(true);
    thread.start();
  }

  static void check(Duration keep, UnitSettings.Retention settings) {
    if (keep.isNegative() || keep.isZero()) {
      throw new IllegalStateException(
          "mostao.retention.keep is " + keep + ": give a time, or leave it out to keep everything");
    }
    if (settings.rows() < 1 || settings.every().toMillis() < 1) {
      throw new IllegalStateException(
          "mostao.retention.rows and mostao.retention.every must be at least 1 and 1ms");
    }
  }

  /** Before the pool is closed. */
  void stop(@Observes ShutdownEvent stop) throws InterruptedException {
    stopping.countDown();
    if (thread != null) {
      // A transaction in progress is small; what it does not finish, the next one does.
      thread.join(TimeUnit.SECONDS.toMillis(5));
    }
  }

  private void run(Duration keep) {
    boolean away = false;
    try {
      while (!stopping.await(settings.every().toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          sweep(keep);
          if (away) {
            LOG.info("The database answers again: what is too old is emptied");
          }
          away = false;
        } catch (BrokenDependency broken) {
          if (!away && stopping.getCount() > 0) {
            LOG.warnf("Nothing is emptied until the database answers: %s", broken.getMessage());
          }
          away = true;
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Empties what is older, as far as no other replica does.
   *
   * @param keep by the database's clock
   * @return how many evaluations
   * @throws BrokenDependency when the database does not answer; what was done before stays done
   */
  public long sweep(Duration keep) throws InterruptedException {
    long all = 0;
    for (int partition : transactions.change(connection -> due(connection, keep))) {
      boolean more = stopping.getCount() > 0;
      while (more) {
        long begun = System.nanoTime();
        Batch batch = transactions.change(connection -> empty(connection, partition, keep));
        emptied.increment(batch.emptied());
        all += batch.emptied();
        more = batch.full() && !stopping.await(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
      }
    }
    return all;
  }

  private static List<Integer> due(Connection connection, Duration keep) throws SQLException {
    List<Integer> partitions = Sql.query(connection, DUE, row -> row.getInt(1), keep.toMillis());
    if (!partitions.isEmpty()) {
      Sql.run(
          connection,
          "insert into retention (inbox_partition, emptied_offset)"
              + " select due, 0 from unnest(?) due order by due on conflict do nothing",
          (Object) partitions.toArray(Integer[]::new));
    }
    return partitions;
  }

  /** The progress first, as in a turn: a migration takes it before all others. */
  private Batch empty(Connection connection, int partition, Duration keep) throws SQLException {
    List<long[]> until =
        Sql.query(
            connection,
            UNTIL,
            row -> new long[] {row.getLong(1), row.getLong(2) - keep.toMillis()},
            partition);
    List<Long> from = Sql.query(connection, FROM, row -> row.getLong(1), partition);
    if (until.isEmpty() || from.isEmpty()) {
      return Batch.NONE;
    }
    long published = until.get(0)[0];
    long tooOld = until.get(0)[1];
    List<Row> rows =
        Sql.query(
            connection,
            NEXT,
            row -> new Row(row.getLong(1), row.getLong(2)),
            partition,
            from.get(0),
            published,
            settings.rows());
    List<Row> due = rows.stream().takeWhile(row -> row.evaluatedAt() < tooOld).toList();
    if (due.isEmpty()) {
      return Batch.NONE;
    }
    long last = due.get(due.size() - 1).offset();
    long changed =
        Sql.query(connection, EMPTY, row -> row.getLong(1), partition, from.get(0), last).get(0);
    Sql.run(
        connection,
        "update retention set emptied_offset = ? where inbox_partition = ?",
        last + 1,
        partition);
    return new Batch(changed, due.size() == settings.rows());
  }
}
