package mostao.local.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import mostao.local.database.EmbeddedDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestTest {
  @TempDir private static Path data;
  private static EmbeddedDatabase database;

  @BeforeAll
  static void start() {
    database = EmbeddedDatabase.start(data);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    for (String schema : new String[] {"one", "two"}) {
      database.recreateOwner(schema);
      run(
          schema,
          "create table note (process text, id bigint, content text, primary key (id, process))",
          "create table progress (inbox_partition integer primary key, next_offset bigint,"
              + " published_offset bigint)",
          "create table origin (one boolean primary key, cluster text, topic text)");
    }
  }

  @Test
  void theSameRowsHaveTheSameDigestHoweverTheyCame() throws SQLException {
    run(
        "one",
        "insert into note values ('p', 1, 'a'), ('q', 1, 'b'), ('p', 2, null)",
        "insert into progress values (3, 7, 0)",
        "insert into origin values (true, 'c', 't')");
    run(
        "two",
        "insert into note values ('p', 2, 'x'), ('q', 1, 'b')",
        "insert into progress values (3, 7, 5), (4, 0, 0)",
        "update note set content = null where id = 2",
        "insert into note values ('p', 1, 'a')");

    Digest one = of("one");

    assertThat(one.tables()).extracting(Digest.Table::name).containsExactly("note", "progress");
    assertThat(one.tables()).extracting(Digest.Table::rows).containsExactly(3L, 1L);
    assertThat(of("two")).isEqualTo(one);
  }

  @Test
  void everyDifferenceShows() throws SQLException {
    run("one", "insert into note values ('p', 1, 'a')", "insert into progress values (3, 7, 0)");
    Digest before = of("one");

    run("one", "update note set content = ' a'");
    assertThat(of("one").differences(before)).containsExactly("note");
    run("one", "update note set content = 'a'");
    assertThat(of("one")).isEqualTo(before);
    run("one", "update progress set next_offset = 8");
    assertThat(of("one").differences(before)).containsExactly("progress");
    run("one", "update progress set next_offset = 7", "create table more (id int primary key)");
    assertThat(of("one").differences(before)).containsExactly("more");
  }

  @Test
  void whatMayHaveBeenEmptiedIsComparedWithoutItemsAndResults() throws SQLException {
    for (String schema : new String[] {"one", "two"}) {
      run(
          schema,
          "create table retention (inbox_partition integer primary key, emptied_offset bigint)",
          "create table evaluation (id int primary key, message text, item text, outcome text)",
          "insert into evaluation values (1, 'm', 'item', 'outcome')");
    }
    run("one", "update evaluation set item = ''");
    assertThat(of("one")).isNotEqualTo(of("two"));
    run("one", "insert into retention values (3, 9)");
    assertThat(of("one")).isEqualTo(of("two", true));
    run("one", "update evaluation set message = 'n'");
    assertThat(of("one").differences(of("two", true))).containsExactly("evaluation");
  }

  @Test
  void aTableWithoutAnOrderIsNoStateToCompare() throws SQLException {
    run("one", "create table loose (id int)");
    assertThatThrownBy(() -> of("one"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("loose");
  }

  private static Digest of(String schema) throws SQLException {
    try (Connection connection = database.connectAsSuperuser()) {
      return Digest.of(connection, schema);
    }
  }

  private static Digest of(String schema, boolean withoutContents) throws SQLException {
    try (Connection connection = database.connectAsSuperuser()) {
      return Digest.of(connection, schema, withoutContents);
    }
  }

  private static void run(String schema, String... statements) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = " + schema);
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
