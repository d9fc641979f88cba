package mostao.ao.runtime.unit;

import static org.assertj.core.api.Assertions.assertThat;

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
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Turn;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class RehearsalTest {
  @Inject Rehearsal rehearsal;
  @Inject Unit unit;
  @Inject AgroalDataSource database;

  private long count(String what) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + what)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void a_rehearsal_evaluates_and_nothing_of_it_stays() throws SQLException {
    List<ReceivedRecord> batch = rehearsal.batch(1);
    // The second time as the first: it is not known.
    for (int i = 0; i < 2; i++) {
      Turn.Report report = unit.rehearse(batch);
      assertThat(report).isEqualTo(new Turn.Report(batch.size(), 0, report.failed(), 0));
    }
    rehearsal.run();
    String nowhere = " where inbox_partition < 0";
    assertThat(count("progress" + nowhere)).isZero();
    assertThat(count("process" + nowhere)).isZero();
    assertThat(count("evaluation" + nowhere)).isZero();
    assertThat(count("counter where process = '" + batch.get(0).key() + "'")).isZero();
  }
}
