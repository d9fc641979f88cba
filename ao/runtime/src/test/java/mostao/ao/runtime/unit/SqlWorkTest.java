package mostao.ao.runtime.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import mostao.ao.message.Tags;
import mostao.ao.runtime.counter.CounterChange;
import mostao.ao.runtime.counter.CounterTables;
import mostao.ao.runtime.counter.CounterView;
import mostao.ao.testkit.infra.CountedStatements;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.Progress;
import mostao.ao.turn.Store;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class SqlWorkTest {
  private final String process = UUID.randomUUID().toString();
  private final int partition = ThreadLocalRandom.current().nextInt(1_000, Integer.MAX_VALUE);
  private final RememberedRows memory = new RememberedRows(10);

  @Inject AgroalDataSource database;
  @Inject CounterTables tables;

  @Test
  void aTurnWhoseRowsAreAtHandGoesToTheDatabaseTwice() throws SQLException {
    turn(0, 0);
    long cold = turn(1, 1);
    assertThat(cold).isEqualTo(2);
    memory.forget(Set.of(process));
    assertThat(turn(2, 2)).as("with a question for the total").isEqualTo(3);
    assertThat(turn(3, 3)).isEqualTo(2);
  }

  /** Adds one to the total of a process, as a turn does. */
  private long turn(long nonce, long total) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      CountedStatements statements = new CountedStatements(connection);
      SqlWork<CounterView, CounterChange> work =
          new SqlWork<>(statements.connection(), tables, memory);
      Store.Opening found = work.open(new TreeSet<>(Set.of(partition)), Set.of(process), Set.of());
      assertThat(found.processes().values()).allMatch(row -> row.nonce() == nonce);
      assertThat(work.tables().view(process).total()).isEqualTo(total);
      work.tables().apply(process, new CounterChange.PutTotal(total + 1));
      work.save(new ProcessRow(process, "o", Tags.of(), partition, 0, nonce + 1, 5));
      work.advance(new Progress(partition, nonce + 1, nonce));
      work.commit();
      work.remember();
      assertThat(committed())
          .as("before whoever began the transaction ends it")
          .isEqualTo(nonce + 1);
      connection.commit();
      connection.setAutoCommit(true);
      return statements.count();
    }
  }

  private long committed() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return Sql.query(
              connection, "select nonce from process where id = ?", row -> row.getLong(1), process)
          .get(0);
    }
  }
}
