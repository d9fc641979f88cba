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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import mostao.ao.runtime.unit.KeyedTable.Column;
import mostao.ao.runtime.unit.KeyedTable.Only;
import mostao.ao.runtime.unit.KeyedTable.Place;
import mostao.ao.runtime.unit.KeyedTable.Type;
import mostao.ao.testkit.infra.CountedStatements;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.BrokenDependency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class KeyedRowsTest {
  /** Of every type, one column of which may be null. */
  private record Thing(String name, int size, boolean good, Long weight) {}

  private static final KeyedTable<Long, Thing> THINGS =
      KeyedTable.ofSeveral(
          "thing",
          new Column<>("id", Type.BIGINT, id -> id),
          List.<Column<Thing>>of(
              new Column<>("name", Type.TEXT, Thing::name),
              new Column<>("size", Type.INTEGER, Thing::size),
              new Column<>("good", Type.BOOLEAN, Thing::good),
              new Column<>("weight", Type.BIGINT, Thing::weight)),
          (id, row) ->
              new Thing(
                  row.getString(1),
                  row.getInt(2),
                  row.getBoolean(3),
                  row.getObject(4, Long.class)));

  private static final KeyedTable<String, String> WORDS =
      KeyedTable.ofSeveral(
          "word",
          new Column<>("name", Type.TEXT, name -> name),
          List.<Column<String>>of(new Column<>("body", Type.TEXT, body -> body)),
          (name, row) -> row.getString(1));

  private static final KeyedTable<Only, String> HEADS =
      KeyedTable.ofOne(
          "head",
          List.<Column<String>>of(new Column<>("body", Type.TEXT, body -> body)),
          (only, row) -> row.getString(1));

  @Inject AgroalDataSource database;

  private Connection connection;
  private CountedStatements statements;
  private KeyedRows rows;

  @BeforeEach
  void begin() throws SQLException {
    connection = database.getConnection();
    connection.setAutoCommit(false);
    statements = new CountedStatements(connection);
    rows = next();
  }

  @AfterEach
  void end() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
    connection.close();
  }

  private KeyedRows next() {
    return new KeyedRows(statements.connection());
  }

  @Test
  void whatIsPutIsFoundAtOnceAndAfterwards() {
    Thing one = new Thing("é\u2028\uD83D\uDE00", -1, true, null);
    Thing two = new Thing("", Integer.MAX_VALUE, false, Long.MIN_VALUE);
    rows.put(THINGS, "p", 1L, one);
    rows.put(THINGS, "p", 2L, two);
    rows.put(THINGS, "q", 1L, two);
    rows.put(WORDS, "p", "w", "body");
    rows.put(HEADS, "p", Only.ROW, "head");
    for (int i = 0; i < 2; i++) {
      assertThat(rows.find(THINGS, "p", 1L)).contains(one);
      assertThat(rows.find(THINGS, "p", 2L)).contains(two);
      assertThat(rows.find(THINGS, "q", 1L)).contains(two);
      assertThat(rows.find(THINGS, "q", 2L)).isEmpty();
      assertThat(rows.find(WORDS, "p", "w")).contains("body");
      assertThat(rows.find(HEADS, "p", Only.ROW)).contains("head");
      assertThat(rows.find(HEADS, "q", Only.ROW)).isEmpty();
      rows.write();
      rows = next();
    }
  }

  @Test
  void whatIsPutAgainIsReplacedAndWhatIsRemovedIsGone() {
    rows.put(WORDS, "p", "a", "1");
    rows.put(WORDS, "p", "b", "1");
    rows.write();
    rows = next();
    rows.put(WORDS, "p", "a", "2");
    rows.put(WORDS, "p", "a", "3");
    rows.remove(WORDS, "p", "b");
    rows.remove(WORDS, "p", "never");
    rows.put(WORDS, "p", "c", "1");
    rows.remove(WORDS, "p", "c");
    assertThat(rows.find(WORDS, "p", "b")).isEmpty();
    rows.write();
    rows = next();
    assertThat(rows.find(WORDS, "p", "a")).contains("3");
    assertThat(rows.find(WORDS, "p", "b")).isEmpty();
    assertThat(rows.find(WORDS, "p", "c")).isEmpty();
  }

  @Test
  void aBatchIsReadByOneStatementAndWrittenByOne() {
    List<Place<Long>> places =
        LongStream.range(0, 300).mapToObj(id -> new Place<>("p" + id % 7, id)).toList();
    rows.prefetch(THINGS, places);
    assertThat(statements.count()).isEqualTo(1);
    for (Place<Long> place : places) {
      assertThat(rows.find(THINGS, place.process(), place.key())).isEmpty();
      rows.put(THINGS, place.process(), place.key(), new Thing("n", 1, true, place.key()));
      rows.put(WORDS, place.process(), "w" + place.key(), "body");
    }
    assertThat(statements.count()).as("what is not there is known too").isEqualTo(1);
    rows.write();
    assertThat(statements.count()).isEqualTo(2);
    rows.write();
    assertThat(statements.count()).as("nothing has changed since").isEqualTo(2);

    rows = next();
    rows.prefetch(THINGS, places);
    for (Place<Long> place : places) {
      assertThat(rows.find(THINGS, place.process(), place.key()).map(Thing::weight))
          .contains(place.key());
    }
    rows.prefetch(THINGS, places);
    assertThat(statements.count()).isEqualTo(3);
  }

  @Test
  void whatIsAddedMustNotBeThere() {
    rows.add(WORDS, "p", "a", "1");
    rows.write();
    assertThat(next().find(WORDS, "p", "a")).contains("1");
    rows.add(WORDS, "p", "a", "2");
    assertThatThrownBy(rows::write)
        .isInstanceOf(BrokenDependency.class)
        .hasMessageContaining("23505");
  }

  @Test
  void aRefusalOfTheDatabaseIsABrokenDependency() {
    assertThatThrownBy(() -> rows.find(WORDS, "a\0b", "a")).isInstanceOf(BrokenDependency.class);
  }

  @Test
  void whatWasRememberedIsNotAskedFor() {
    RememberedRows memory = new RememberedRows(10);
    memory.keep(
        "p",
        0,
        1,
        Map.of(
            new RememberedRows.Spot(WORDS, "a"), Optional.of("1"),
            new RememberedRows.Spot(WORDS, "b"), Optional.empty()));
    rows.recall("p", memory.of("p", 1).orElseThrow());
    assertThat(rows.find(WORDS, "p", "a")).contains("1");
    assertThat(rows.find(WORDS, "p", "b")).isEmpty();
    assertThat(statements.count()).isZero();
    assertThat(rows.find(WORDS, "p", "c")).isEmpty();
    assertThat(rows.find(WORDS, "q", "a")).isEmpty();
    assertThat(statements.count()).isEqualTo(2);
  }
}
