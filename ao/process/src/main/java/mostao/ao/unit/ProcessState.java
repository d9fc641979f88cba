package mostao.ao.unit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import mostao.ao.wire.JsonFields;

/**
 * The public view of a process's state.
 *
 * @param kind name of its module
 * @param owner address that signed its process item
 * @param nonce of its last message
 * @param timestamp of its last message, Unix milliseconds
 * @param state an object that only the module knows
 */
public record ProcessState(
    String process, String kind, String owner, long nonce, long timestamp, JsonNode state) {
  public ProcessState {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(state, "state");
  }

  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("process", process).put("kind", kind).put("owner", owner);
    node.put("nonce", nonce).put("timestamp", timestamp).set("state", state);
    return node;
  }

  static ProcessState read(JsonFields answer) {
    return new ProcessState(
        answer.text("process"),
        answer.text("kind"),
        answer.text("owner"),
        answer.number("nonce"),
        answer.number("timestamp"),
        answer.object("state").node());
  }
}
