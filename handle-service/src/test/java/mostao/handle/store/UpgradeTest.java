package mostao.handle.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import mostao.ao.testkit.infra.Infra;
import org.junit.jupiter.api.Test;

/** What a migration makes of the rows that are there. */
@QuarkusTest
@QuarkusTestResource(Infra.class)
class UpgradeTest {
  @Inject AgroalDataSource database;

  @Test
  void anInboxIsCountedAndItsSendersShareIt() throws Exception {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        // In a transaction that is rolled back: for the running service nothing has happened.
        statement.execute(
            "drop table handle_profile, handle_chat, handle_inbox, handle_inbox_bounds,"
                + " handle_inbox_share");
        statement.execute(migration("V100__handle.sql"));
        statement.execute("insert into handle_inbox_bounds values ('h', 3, 5)");
        statement.execute(
            "insert into handle_inbox (process, sequence, message_id, sender, owner, action, tags,"
                + " data, is_binary, omitted, size, taken_at) select 'h', i, 'm',"
                + " case when i = 4 then 'a' else 'b' end, 'o', '', '[]', '', false, 0, 1, i"
                + " from generate_series(3, 5) i");
        statement.execute("insert into handle_chat values ('h', 's', 'n', 'p', 1, 2, 3)");
        statement.execute(migration("V101__consent.sql"));
        assertThat(read(statement, "select kept from handle_inbox_bounds")).isEqualTo("3 ");
        assertThat(
                read(
                    statement,
                    "select sender || kept || '@' || oldest from handle_inbox_share"
                        + " order by sender"))
            .isEqualTo("a1@4 b2@3 ");
        assertThat(read(statement, "select state || begun from handle_chat")).isEqualTo("OPEN0 ");
      } finally {
        connection.rollback();
      }
    }
  }

  private static String migration(String name) throws IOException {
    try (InputStream file = UpgradeTest.class.getResourceAsStream("/db/service/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String read(Statement statement, String query) throws SQLException {
    StringBuilder found = new StringBuilder();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.append(rows.getString(1)).append(' ');
      }
    }
    return found.toString();
  }
}
