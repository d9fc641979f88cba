package mostao.ao.runtime.counter;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mostao.ao.process.Json;
import mostao.ao.process.RowKey;
import mostao.ao.turn.Tables;

@Singleton
class CounterTables implements Tables<CounterView, CounterChange> {
  @Override
  public CounterView view(String process) {
    return new CounterView() {
      @Override
      public long total() {
        CounterRow row = CounterRow.findById(process);
        return row == null ? 0 : row.total;
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
      CounterRow row = CounterRow.findById(process);
      if (row == null) {
        row = new CounterRow();
        row.process = process;
        row.total = put.total();
        row.persist();
      } else {
        row.total = put.total();
      }
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
    if (!keys.isEmpty()) {
      CounterRow.list("process in ?1", keys.keySet());
    }
  }
}
