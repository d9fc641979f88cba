package mostao.ao.unit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import mostao.ao.message.Result;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.JsonFields;
import mostao.ao.wire.Wire;

/** One message as it was signed, and what came of it. */
public record LogEntry(Evaluated at, InboxRecord item, Result result) implements Entry {
  public LogEntry {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(item, "item");
    Objects.requireNonNull(result, "result");
  }

  @Override
  public ObjectNode json() {
    ObjectNode node = at.json();
    node.set(ITEM, Wire.json(item));
    node.set(RESULT, Wire.json(result));
    return node;
  }

  static LogEntry read(JsonFields entry) {
    return new LogEntry(
        Evaluated.read(entry), Wire.inbox(entry.object(ITEM)), Wire.result(entry.object(RESULT)));
  }
}
