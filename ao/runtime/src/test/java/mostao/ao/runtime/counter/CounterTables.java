package mostao.ao.runtime.counter;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mostao.ao.process.Json;
import mostao.ao.process.RowKey;
import mostao.ao.runtime.unit.KeyedRows;
import mostao.ao.runtime.unit.KeyedTable;
import mostao.ao.runtime.unit.KeyedTable.Column;
import mostao.ao.runtime.unit.KeyedTable.Only;
import mostao.ao.runtime.unit.KeyedTable.Place;
import mostao.ao.runtime.unit.KeyedTable.Type;
import mostao.ao.runtime.unit.TurnTables;
import mostao.ao.turn.Tables;

/** Totals by their keys, notes through Hibernate. */
@Singleton
public class CounterTables implements TurnTables<CounterView, CounterChange> {
  private static final KeyedTable<Only, Long> TOTALS =
      KeyedTable.ofOne(
              "counter",
              List.<Column<Long>>of(new Column<>("total", Type.BIGINT, total -> total)),
              (only, row) -> row.getLong(1))
          .remembered();

  @Override
  public Tables<CounterView, CounterChange> in(KeyedRows rows) {
    return new Turn(rows);
  }

  private record Turn(KeyedRows rows) implements Tables<CounterView, CounterChange> {
    @Override
    public CounterView view(String process) {
      return new CounterView() {
        @Override
        public long total() {
          return rows.find(TOTALS, process, Only.ROW).orElse(0L);
        }

        @Override
        public Optional<JsonNode> note(String name) {
          NoteRow row = NoteRow.findById(new NoteRow.Key(process, name));
          return Optional.ofNullable(row).map(found -> found.body);
        }

        @Override
        public boolean hasPlain(String text) {
          return NoteRow.count("key.process = ?1 and plain = ?2", process, text) > 0;
        }
      };
    }

    @Override
    public void apply(String process, CounterChange change) {
      if (change instanceof CounterChange.PutTotal put) {
        rows.put(TOTALS, process, Only.ROW, put.total());
      } else if (change instanceof CounterChange.PutNote put) {
        note(process, put.name()).body = put.body();
      } else if (change instanceof CounterChange.PutPlain put) {
        note(process, put.name()).plain = put.text();
      } else {
        throw new IndexOutOfBoundsException("a bug of the tables");
      }
    }

    private static NoteRow note(String process, String name) {
      NoteRow row = NoteRow.findById(new NoteRow.Key(process, name));
      if (row == null) {
        row = new NoteRow();
        row.key = new NoteRow.Key(process, name);
        row.body = Json.object();
        row.persist();
      }
      return row;
    }

    @Override
    public void prefetch(Map<String, Set<RowKey>> keys) {
      rows.prefetch(
          TOTALS, keys.keySet().stream().map(each -> new Place<>(each, Only.ROW)).toList());
    }
  }
}
