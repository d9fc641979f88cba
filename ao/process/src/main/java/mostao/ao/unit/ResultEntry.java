package mostao.ao.unit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import mostao.ao.message.Result;
import mostao.ao.wire.JsonFields;
import mostao.ao.wire.Wire;

/** The outcome of one message. */
public record ResultEntry(Evaluated at, Result result) implements Entry {
  public ResultEntry {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(result, "result");
  }

  @Override
  public ObjectNode json() {
    ObjectNode node = at.json();
    node.set(RESULT, Wire.json(result));
    return node;
  }

  static ResultEntry read(JsonFields entry) {
    return new ResultEntry(Evaluated.read(entry), Wire.result(entry.object(RESULT)));
  }
}
