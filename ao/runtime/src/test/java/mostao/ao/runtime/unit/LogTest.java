package mostao.ao.runtime.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import mostao.ao.runtime.counter.CounterTables;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of a long log by time, and messages by their ids: what is found, and what it touches. */
@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class LogTest {
  private static final int MANY = 20_000;
  private static final int ROWS = 20;
  private static final Log.Size SIZE = new Log.Size(ROWS, 1_000_000);
  private static final long FIRST = 1_000_000;

  private static final String COUNTED =
      "select sum(pg_stat_get_xact_tuples_returned(oid))::bigint from pg_class where oid ="
          + " 'evaluation'::regclass or oid in (select indexrelid from pg_index"
          + " where indrelid = 'evaluation'::regclass)";

  private final String process = UUID.randomUUID().toString();

  @Inject AgroalDataSource database;
  @Inject CounterTables tables;
  @Inject Log log;

  /** Several at each time, then none for a while; every tenth has an Error. */
  private static long time(long nonce) {
    return FIRST + nonce / 7 * 10;
  }

  private static boolean hasFailed(long nonce) {
    return nonce % 10 == 3;
  }

  private String message(long nonce) {
    return process + "-" + nonce;
  }

  /** Without statistics, as in a table that has grown since it was looked at last. */
  @BeforeEach
  void fill() throws SQLException {
    run(
        "insert into process (id, owner, tags, inbox_partition, reference, nonce, last_timestamp)"
            + " values (?, 'o', '[]', 1, 0, ?, ?)",
        process,
        (long) MANY,
        time(MANY - 1));
    run(
        "insert into evaluation (process, nonce, message, inbox_partition, inbox_offset,"
            + " evaluated_at, failed, item, outcome, hidden) select ?, n, ? || '-' || n, ?, n,"
            + " ? + n / 7 * 10, n % 10 = 3, '{}', '{}', '' from generate_series(0, ?) n",
        process,
        process,
        ThreadLocalRandom.current().nextInt(1_000, Integer.MAX_VALUE),
        FIRST,
        (long) MANY - 1);
  }

  private void run(String sql, Object... parameters) throws SQLException {
    try (Connection connection = database.getConnection()) {
      Sql.run(connection, sql, parameters);
    }
  }

  @Test
  void aPageOfResultsIsWhatLiesBetweenTwoPlaces() {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      Log.Position after = place(random);
      Log.Position upTo = place(random);
      boolean newestFirst = random.nextBoolean();
      Log.Page page = log.results(process, after, upTo, newestFirst, SIZE);
      assertThat(page)
          .as("%s to %s, %s", after, upTo, newestFirst)
          .extracting(LogTest::nonces, Log.Page::more)
          .containsExactlyElementsOf(
              expected(
                  nonce -> !hasFailed(nonce) && isBehind(nonce, after) && !isBehind(nonce, upTo),
                  newestFirst));
    }
  }

  @Test
  void aPageOfAssignmentsIsWhatLiesBetweenTwoTimesAndTwoNonces() {
    Random random = new Random(8);
    for (int i = 0; i < 300; i++) {
      Log.Range range =
          new Log.Range(
              random.nextInt(5) == 0 ? Long.MIN_VALUE : anyTime(random),
              random.nextInt(5) == 0 ? Long.MAX_VALUE : anyTime(random),
              random.nextBoolean() ? 0 : random.nextInt(MANY),
              random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(MANY));
      boolean newestFirst = random.nextBoolean();
      Log.Page page = log.assignments(process, range, newestFirst, SIZE);
      assertThat(page)
          .as("%s, %s", range, newestFirst)
          .extracting(LogTest::nonces, Log.Page::more)
          .containsExactlyElementsOf(
              expected(
                  nonce ->
                      time(nonce) > range.afterMs()
                          && time(nonce) <= range.upToMs()
                          && nonce >= range.fromNonce()
                          && nonce <= range.toNonce(),
                  newestFirst));
    }
  }

  private static long anyTime(Random random) {
    return FIRST - 20 + random.nextInt(MANY * 10 / 7 + 40);
  }

  /** The ends, what a cursor names, and what only somebody who makes them up would name. */
  private static Log.Position place(Random random) {
    long nonce = random.nextInt(MANY);
    return switch (random.nextInt(6)) {
      case 0 -> Log.Position.START;
      case 1 -> Log.Position.END;
      case 2 -> new Log.Position(anyTime(random), Long.MAX_VALUE);
      case 3 -> new Log.Position(anyTime(random), nonce);
      default -> new Log.Position(time(nonce), nonce);
    };
  }

  private static boolean isBehind(long nonce, Log.Position place) {
    return Comparator.comparingLong(Log.Position::timestamp)
            .thenComparingLong(Log.Position::nonce)
            .compare(new Log.Position(time(nonce), nonce), place)
        > 0;
  }

  private static List<Long> nonces(Log.Page page) {
    return page.lines().stream().map(Log.Line::nonce).toList();
  }

  /** The nonces of the page, and whether there are more. */
  private static List<Object> expected(Predicate<Long> isIn, boolean newestFirst) {
    List<Long> found =
        LongStream.range(0, MANY)
            .map(nonce -> newestFirst ? MANY - 1 - nonce : nonce)
            .boxed()
            .filter(isIn)
            .limit(ROWS + 1)
            .toList();
    return List.of(found.stream().limit(ROWS).toList(), found.size() > ROWS);
  }

  /** Halving 20,000 takes 15 looks, at both ends of a page; whatever plan is kept. */
  @Test
  void aPageByTimeTouchesItsRowsAndAFewMore() {
    Log.Position middle = new Log.Position(time(MANY / 2), Long.MAX_VALUE);
    Log.Position later = new Log.Position(time(MANY / 2 + 5_000), Long.MAX_VALUE);
    Log.Range range = new Log.Range(middle.timestamp(), later.timestamp(), 0, Long.MAX_VALUE);
    Log.Position cursor = new Log.Position(time(MANY / 2), MANY / 2);
    for (int i = 0; i < 20; i++) {
      for (boolean newestFirst : new boolean[] {true, false}) {
        assertThat(touched(() -> log.results(process, middle, later, newestFirst, SIZE)))
            .as("try %d", i)
            .isBetween(ROWS + 1L, ROWS + 40L);
        assertThat(touched(() -> log.assignments(process, range, newestFirst, SIZE)))
            .isBetween(ROWS + 1L, ROWS + 40L);
        assertThat(touched(() -> log.results(process, cursor, Log.Position.END, newestFirst, SIZE)))
            .as("a place that is there is not looked for")
            .isBetween(ROWS + 1L, ROWS + 6L);
      }
    }
  }

  @Test
  void aMessageIsFoundByItsIdAndNotByItsProcess() throws SQLException {
    for (int i = 0; i < 20; i++) {
      String message = message(100L * i);
      assertThat(touched(() -> log.result(process, message).orElseThrow())).isEqualTo(1);
      assertThat(touched(() -> log.assignment(process, message).orElseThrow())).isEqualTo(1);
      assertThat(touched(() -> log.message(message).orElseThrow())).isEqualTo(1);
      assertThat(touched(() -> log.result(process, "none"))).isZero();
      assertThat(log.result("another", message)).isEmpty();
      assertThat(touched(() -> wasEvaluated(message, "none")))
          .as("what a turn asks, try %d", i)
          .isEqualTo(1);
    }
  }

  /** Of two messages the first, as a turn asks for them. */
  private Void wasEvaluated(String message, String other) {
    try (Connection connection = database.getConnection()) {
      SqlWork<?, ?> turn = new SqlWork<>(connection, tables, new RememberedRows(1));
      Store.MessageKey one = new Store.MessageKey(process, message);
      Store.Opening found =
          turn.open(new TreeSet<>(), Set.of(), List.of(one, new Store.MessageKey(process, other)));
      assertThat(found.evaluated()).containsExactly(one);
      return null;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Index entries and rows, by the database's own count. */
  private long touched(Supplier<?> question) {
    AtomicReference<Object> kept = new AtomicReference<>();
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              long before = counted();
              kept.set(question.get());
              return counted() - before;
            });
  }

  private long counted() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return Sql.query(connection, COUNTED, row -> row.getLong(1)).get(0);
    }
  }
}
