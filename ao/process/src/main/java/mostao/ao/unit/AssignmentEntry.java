package mostao.ao.unit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.JsonFields;
import mostao.ao.wire.Wire;

/** One message as it was signed. */
public record AssignmentEntry(Evaluated at, InboxRecord item) implements Entry {
  public AssignmentEntry {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(item, "item");
  }

  @Override
  public ObjectNode json() {
    ObjectNode node = at.json();
    node.set(ITEM, Wire.json(item));
    return node;
  }

  static AssignmentEntry read(JsonFields entry) {
    return new AssignmentEntry(Evaluated.read(entry), Wire.inbox(entry.object(ITEM)));
  }
}
