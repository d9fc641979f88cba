package mostao.ao.runtime.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mostao.ao.message.Tags;
import mostao.ao.runtime.counter.CounterChange;
import mostao.ao.runtime.counter.CounterView;
import mostao.ao.runtime.unit.Questions.Question;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class QuestionsTest {
  private static final Question<String> TEXT =
      new Question<>("select cast(? as text)", row -> row.getString(1));
  private static final Question<String> SETTING =
      new Question<>("select current_setting('transaction_read_only')", row -> row.getString(1));
  private static final Question<Long> WRITE =
      new Question<>(
          "insert into counter (process, total) values (?, 1) returning total",
          row -> row.getLong(1));

  private final AtomicInteger left = new AtomicInteger();
  private final String process = UUID.randomUUID().toString();

  @Inject AgroalDataSource database;
  @Inject ReadStore<CounterView, CounterChange> reads;

  private Connection connection;
  private Questions questions;

  @BeforeEach
  void open() throws SQLException {
    connection = database.getConnection();
    questions = new Questions(connection, left::incrementAndGet);
  }

  @AfterEach
  void close() throws SQLException {
    Sql.run(connection, "reset default_transaction_read_only");
    connection.close();
  }

  /** Many times: the driver asks in another way once a statement is known to the server. */
  @Test
  void theDatabaseRefusesEveryChange() throws SQLException {
    for (int i = 0; i < 20; i++) {
      assertThat(questions.all(TEXT, "a")).containsExactly("a");
      assertThat(questions.first(SETTING)).contains("on");
      refused(() -> questions.all(WRITE, process));
      refused(() -> questions.both(TEXT, text -> {}, WRITE, total -> {}, "a", process));
      refused(() -> questions.both(WRITE, total -> {}, TEXT, text -> {}, process, "a"));
    }
    assertThat(left).hasValue(0);
    // Of the question alone: who has the connection next may write.
    assertThat(
            Sql.query(
                connection,
                "select count(*) from counter where process = ?",
                row -> row.getLong(1),
                process))
        .containsExactly(0L);
    Sql.run(connection, "insert into counter (process, total) values (?, 1)", process);
  }

  private static void refused(Runnable change) {
    assertThatThrownBy(change::run)
        .isInstanceOf(BrokenDependency.class)
        .hasMessageContaining("25006");
  }

  @Test
  void twoAreAnsweredAtOnce() {
    List<String> one = new ArrayList<>();
    List<String> other = new ArrayList<>();
    questions.both(TEXT, one::add, SETTING, other::add, "a");
    assertThat(one).containsExactly("a");
    assertThat(other).containsExactly("on");
  }

  @Test
  void aServerThatTakesNoChangesIsLeft() throws SQLException {
    Sql.run(connection, "set default_transaction_read_only = on");
    refused(() -> questions.all(TEXT, "a"));
    assertThat(left).hasValue(1);
  }

  @Test
  void whatTheDatabaseCannotHoldIsABugOfTheRead() {
    assertThatThrownBy(() -> questions.all(TEXT, "a\0b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(questions.all(TEXT, "a")).containsExactly("a");
  }

  /** The work is done with what was true when it was asked, however often it was done before. */
  @Test
  void aProcessThatHasGoneOnIsSeenAsItIs() throws SQLException {
    String insert =
        "insert into process (id, owner, tags, inbox_partition, reference, nonce, last_timestamp)"
            + " values (?, 'o', '[]', 0, 1, 1, 1)";
    Sql.run(connection, insert, process);
    for (String change : List.of("reference", "nonce", "last_timestamp")) {
      for (int again = 0; again < 3; again++) {
        sees("select reference || ' ' || nonce || ' ' || last_timestamp from process where id = ?");
      }
      Sql.run(
          connection,
          "update process set " + change + " = " + change + " + 7 where id = ?",
          process);
    }
    sees("select reference || ' ' || nonce || ' ' || last_timestamp from process where id = ?");
    Sql.run(connection, "delete from process where id = ?", process);
    assertThat(this.<Set<String>>read(work -> work.processes(Set.of(process)).keySet())).isEmpty();
    Sql.run(connection, insert, process);
    assertThat(this.<Set<String>>read(work -> work.processes(Set.of(process)).keySet())).hasSize(1);
  }

  private void sees(String sql) throws SQLException {
    String now = Sql.query(connection, sql, row -> row.getString(1), process).get(0);
    for (boolean asks : new boolean[] {true, false}) {
      String seen =
          read(
              work -> {
                ProcessRow row = work.processes(Set.of(process)).get(process);
                if (asks) {
                  assertThat(work.tables().view(process).total()).isZero();
                }
                return row.reference() + " " + row.nonce() + " " + row.timestamp();
              });
      assertThat(seen).isEqualTo(now);
    }
  }

  private <T> T read(Function<Store.Work<CounterView, CounterChange>, T> work) {
    return reads.transact(work);
  }

  @Test
  void onlySoManyAreRemembered() {
    RecentProcesses recent = new RecentProcesses(2);
    for (String id : List.of("a", "b", "a", "c")) {
      recent.keep(new ProcessRow(id, "o", Tags.none(), 0, 0, 0, 0));
    }
    assertThat(recent.find("b")).isEmpty();
    assertThat(recent.find("a")).containsKey("a");
    assertThat(recent.find("c")).containsKey("c");
  }

  @Test
  void aReadTakesNoPartInTurns() {
    assertThatThrownBy(
            () ->
                reads.transact(
                    work -> {
                      work.tables().apply(process, new CounterChange.PutTotal(1));
                      return null;
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(reads.<Set<String>>transact(work -> work.processes(Set.of(process)).keySet()))
        .isEmpty();
  }
}
