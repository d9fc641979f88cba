package mostao.ao.runtime.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mostao.ao.runtime.unit.KeyedTable.Column;
import mostao.ao.runtime.unit.KeyedTable.Type;
import mostao.ao.runtime.unit.RememberedRows.Spot;
import org.junit.jupiter.api.Test;

class RememberedRowsTest {
  private static final KeyedTable<Long, String> TABLE =
      KeyedTable.ofSeveral(
          "thing",
          new Column<>("id", Type.BIGINT, id -> id),
          List.<Column<String>>of(new Column<>("name", Type.TEXT, name -> name)),
          (id, row) -> row.getString(1));

  private final RememberedRows memory = new RememberedRows(100);

  private static Map<Spot, Optional<?>> rows(long from, int count) {
    Map<Spot, Optional<?>> rows = new HashMap<>();
    for (long id = from; id < from + count; id++) {
      rows.put(new Spot(TABLE, id), Optional.of("row " + id));
    }
    return rows;
  }

  @Test
  void aProcessIsAsItWasLeftUntilItTakesAMessageElsewhere() {
    memory.keep("p", 4, 5, Map.of(new Spot(TABLE, 1L), Optional.of("one")));
    assertThat(memory.of("p", 5).orElseThrow().row(TABLE, 1L)).contains("one");
    assertThat(memory.of("p", 5).orElseThrow().knows(new Spot(TABLE, 2L))).isFalse();
    assertThat(memory.of("p", 4)).isEmpty();
    assertThat(memory.of("p", 6)).isEmpty();
    assertThat(memory.of("q", 5)).isEmpty();
  }

  @Test
  void whatIsNotThereIsRememberedToo() {
    memory.keep("p", 0, 1, Map.of(new Spot(TABLE, 1L), Optional.empty()));
    assertThat(memory.of("p", 1).orElseThrow().knows(new Spot(TABLE, 1L))).isTrue();
    assertThat(memory.of("p", 1).orElseThrow().row(TABLE, 1L)).isEmpty();
  }

  @Test
  void turnsInARowAddUp() {
    memory.keep("p", 0, 1, rows(1, 2));
    memory.keep("p", 1, 2, Map.of(new Spot(TABLE, 2L), Optional.of("changed")));
    assertThat(memory.of("p", 2).orElseThrow().row(TABLE, 1L)).contains("row 1");
    assertThat(memory.of("p", 2).orElseThrow().row(TABLE, 2L)).contains("changed");
  }

  @Test
  void whatAnotherReplicaMayHaveChangedIsDropped() {
    memory.keep("p", 0, 1, rows(1, 2));
    memory.keep("p", 3, 4, rows(7, 1));
    assertThat(memory.of("p", 4).orElseThrow().knows(new Spot(TABLE, 1L))).isFalse();
    assertThat(memory.of("p", 4).orElseThrow().row(TABLE, 7L)).contains("row 7");
  }

  @Test
  void ofAProcessWithManyRowsOnlyTheLastTurnsAreKept() {
    memory.keep("p", 0, 1, rows(0, 60));
    memory.keep("p", 1, 2, rows(60, 4));
    assertThat(memory.of("p", 2).orElseThrow().rows()).hasSize(64);
    memory.keep("p", 2, 3, rows(64, 1));
    assertThat(memory.of("p", 3).orElseThrow().rows()).hasSize(1);
  }

  @Test
  void theProcessThatRestedLongestMakesRoom() {
    memory.keep("a", 0, 1, rows(0, 40));
    memory.keep("b", 0, 1, rows(0, 40));
    memory.keep("a", 1, 2, rows(0, 40));
    memory.keep("c", 0, 1, rows(0, 20));
    assertThat(memory.of("b", 1)).as("it just fits").isPresent();
    assertThat(memory.of("a", 2)).isPresent();
    memory.keep("d", 0, 1, rows(0, 1));
    assertThat(memory.of("c", 1)).as("asked for last of all, before d").isEmpty();
    memory.keep("e", 0, 1, rows(0, 101));
    assertThat(memory.of("e", 1)).as("larger than all there is room for").isEmpty();
  }

  @Test
  void aProcessWithoutRowsTakesNoRoom() {
    memory.keep("p", 0, 1, rows(1, 2));
    memory.keep("q", 0, 1, Map.of());
    assertThat(memory.of("q", 1)).isEmpty();
    memory.keep("p", 3, 4, Map.of());
    assertThat(memory.of("p", 4)).isEmpty();
  }

  @Test
  void whatIsUncertainIsForgottenAndItsRoomIsFree() {
    memory.keep("a", 0, 1, rows(0, 60));
    memory.keep("b", 0, 1, rows(0, 40));
    memory.forget(Set.of("a", "x"));
    assertThat(memory.of("a", 1)).isEmpty();
    memory.keep("c", 0, 1, rows(0, 60));
    assertThat(memory.of("b", 1)).isPresent();
    assertThat(memory.of("c", 1)).isPresent();
  }

  @Test
  void withoutRoomNothingIsRemembered() {
    RememberedRows none = new RememberedRows(0);
    none.keep("a", 0, 1, rows(0, 1));
    assertThat(none.of("a", 1)).isEmpty();
  }
}
