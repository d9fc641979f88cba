package mostao.ao.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mostao.ao.runtime.counter.CounterActions;
import mostao.ao.runtime.counter.CounterChange;
import mostao.ao.runtime.counter.CounterView;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Store;
import mostao.ao.turn.Turn;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store's side of a turn: what is kept when something dies or two do the same. */
@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class TurnOnDatabaseTest extends CounterCase {
  /** One each: on JDK 25 two of the common pool wait for one another where there are two cores. */
  private static final Executor THREADS = task -> new Thread(task, "turn").start();

  @Inject Store<CounterView, CounterChange> store;

  /** Of another replica: it remembers for itself. */
  @Inject Store<CounterView, CounterChange> replica;

  @Inject InboxVerifier verifier;
  @Inject AgroalDataSource database;

  private DirectTurn<CounterView, CounterChange> turn;

  @BeforeEach
  void makeTurn() {
    turn = new DirectTurn<>(CounterActions.table(), verifier, store);
  }

  private long total() {
    return store.transact(work -> work.tables().view(pid).total());
  }

  @Test
  void unpublished_results_are_published_as_they_were_stored() {
    List<ReceivedRecord> batch =
        List.of(
            turn.next(birth, 1_000),
            turn.next(message("Add", "2"), 2_000),
            turn.next(message("Fail", ""), 3_000));
    turn.breakOutbox(true);
    assertThatThrownBy(() -> turn.take(batch)).isInstanceOf(BrokenDependency.class);
    assertThat(total()).isEqualTo(2);
    turn.breakOutbox(false);

    assertThat(turn.take(batch)).isEqualTo(new Turn.Report(0, 3, 0, 0));
    List<OutboxRecord> first = turn.published();
    turn.take(batch);

    assertThat(total()).isEqualTo(2);
    assertThat(first).hasSize(3);
    assertThat(turn.published()).hasSize(6);
    assertThat(turn.published().subList(3, 6)).isEqualTo(first);
    assertThat(first.get(2).result().error()).isPresent();
  }

  @Test
  void results_before_the_last_batch_are_not_published_again() {
    ReceivedRecord first = turn.next(birth, 1_000);
    ReceivedRecord second = turn.next(message("Add", "2"), 2_000);
    turn.take(List.of(first));
    turn.take(List.of(second));
    assertThat(turn.take(List.of(first, second)).repeated()).isEqualTo(2);
    assertThat(turn.published().stream().map(OutboxRecord::nonce)).containsExactly(0L, 1L, 1L);
  }

  @Test
  void a_zombie_waits_for_the_partition_and_then_drops_its_work() throws Exception {
    turn.take(List.of(turn.next(birth, 1_000)));
    List<ReceivedRecord> batch = List.of(turn.next(message("Wait", ""), 2_000));
    CounterActions.Wait.entered = new CountDownLatch(1);
    CounterActions.Wait.open = new CountDownLatch(1);
    CompletableFuture<Turn.Report> owner =
        CompletableFuture.supplyAsync(() -> turn.take(batch), THREADS);
    assertThat(CounterActions.Wait.entered.await(30, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Turn.Report> zombie =
        CompletableFuture.supplyAsync(() -> turn.take(batch), THREADS);
    await("the zombie waits for the lock", this::somebodyWaits);
    assertThat(zombie).isNotDone();
    CounterActions.Wait.open.countDown();

    assertThat(owner.get(30, TimeUnit.SECONDS).evaluated()).isEqualTo(1);
    assertThat(zombie.get(30, TimeUnit.SECONDS)).isEqualTo(new Turn.Report(0, 1, 0, 0));
    assertThat(total()).isEqualTo(1);
  }

  @Test
  void a_turn_that_waited_knows_what_the_one_before_it_kept() throws Exception {
    turn.take(List.of(turn.next(birth, 1_000)));
    InboxRecord item = message("Wait", "");
    List<ReceivedRecord> first = List.of(turn.next(item, 2_000));
    List<ReceivedRecord> second =
        List.of(turn.next(item, 3_000), turn.next(message("Add", "2"), 4_000));
    CounterActions.Wait.entered = new CountDownLatch(1);
    CounterActions.Wait.open = new CountDownLatch(1);
    CompletableFuture<Turn.Report> before =
        CompletableFuture.supplyAsync(() -> turn.take(first), THREADS);
    assertThat(CounterActions.Wait.entered.await(30, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Turn.Report> after =
        CompletableFuture.supplyAsync(() -> turn.take(second), THREADS);
    await("the second waits for the lock", this::somebodyWaits);
    CounterActions.Wait.open.countDown();

    assertThat(before.get(30, TimeUnit.SECONDS).evaluated()).isEqualTo(1);
    assertThat(after.get(30, TimeUnit.SECONDS)).isEqualTo(new Turn.Report(1, 1, 0, 0));
    assertThat(turn.published().stream().map(OutboxRecord::nonce)).containsExactly(0L, 1L, 2L);
  }

  private boolean somebodyWaits() {
    String sql = "select count(*) from pg_locks where not granted";
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() && rows.getInt(1) > 0;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void two_turns_may_meet_new_partitions_at_once() throws Exception {
    TreeSet<Integer> partitions = new TreeSet<>(List.of(turn.partition(), turn.partition() + 1));
    CountDownLatch both = new CountDownLatch(2);
    List<CompletableFuture<Integer>> turns =
        Stream.of(1, 2)
            .map(
                number ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          both.countDown();
                          return store.transact(work -> work.lock(partitions).size());
                        }))
            .toList();
    for (CompletableFuture<Integer> done : turns) {
      assertThat(done.get(30, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }

  @Test
  void a_transaction_that_fails_keeps_nothing() {
    turn.take(List.of(turn.next(birth, 1_000), turn.next(message("Add", "2"), 2_000)));
    assertThatThrownBy(
            () ->
                store.transact(
                    work -> {
                      work.tables().apply(pid, new CounterChange.PutTotal(99));
                      work.save(work.processes(Set.of(pid)).get(pid));
                      throw new IllegalStateException("the machine stops here");
                    }))
        .isInstanceOf(BrokenDependency.class)
        .hasMessageNotContaining("stops here");
    assertThat(total()).isEqualTo(2);
  }

  @Test
  void what_is_remembered_of_a_process_is_what_the_last_turn_anywhere_has_left() {
    DirectTurn<CounterView, CounterChange> other =
        new DirectTurn<>(CounterActions.table(), verifier, replica);
    turn.take(List.of(turn.next(birth, 1_000), turn.next(message("Add", "1"), 2_000)));
    other.take(List.of(turn.next(message("Add", "2"), 3_000)));
    turn.take(List.of(turn.next(message("Add", "4"), 4_000)));
    turn.take(List.of(turn.next(message("Add", "8"), 5_000)));
    other.take(List.of(turn.next(message("Add", "16"), 6_000)));
    assertThat(total()).isEqualTo(31);
  }

  @Test
  void a_turn_that_fails_remembers_nothing() throws SQLException {
    turn.take(List.of(turn.next(birth, 1_000), turn.next(message("Add", "1"), 2_000)));
    ReceivedRecord bad = turn.next(message("StoreBadly", ""), 3_000);
    List<ReceivedRecord> batch = List.of(turn.next(message("Add", "2"), 3_500));
    assertThatThrownBy(() -> turn.take(List.of(bad))).isInstanceOf(BrokenDependency.class);
    // As nobody may; it shows whether the next turn asks.
    execute("update counter set total = 10 where process = '" + pid + "'");
    turn.take(batch);
    assertThat(total()).isEqualTo(12);
  }

  @Test
  void a_turn_goes_by_what_the_turn_before_it_has_left() throws SQLException {
    turn.take(List.of(turn.next(birth, 1_000), turn.next(message("Add", "1"), 2_000)));
    execute("delete from counter where process = '" + pid + "'");
    turn.take(List.of(turn.next(message("Add", "2"), 3_000)));
    assertThat(total()).as("what was remembered, with what was added").isEqualTo(3);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }

  @Test
  void the_server_knows_how_long_it_may_be_waited_for() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(shown(statement, "lock_timeout")).isEqualTo("10s");
      assertThat(shown(statement, "statement_timeout")).isEqualTo("30s");
      assertThat(shown(statement, "idle_in_transaction_session_timeout")).isEqualTo("20s");
    }
  }

  private static String shown(Statement statement, String setting) throws SQLException {
    try (ResultSet row = statement.executeQuery("show " + setting)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }
}
