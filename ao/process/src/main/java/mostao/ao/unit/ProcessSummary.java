package mostao.ao.unit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import mostao.ao.message.Tags;
import mostao.ao.wire.JsonFields;
import mostao.ao.wire.Wire;

/**
 * A process as its unit knows it.
 *
 * @param owner address that signed its process item
 * @param tags of its process item
 * @param nonce of the next message
 * @param timestamp of its last message, Unix milliseconds
 * @param partition of the inbox it lives on
 */
public record ProcessSummary(
    String id, String owner, Tags tags, long nonce, long timestamp, int partition) {
  public ProcessSummary {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(tags, "tags");
  }

  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("Id", id).put("Owner", owner);
    node.set("Tags", Wire.json(tags));
    return node.put("Nonce", nonce).put("Timestamp", timestamp).put("Partition", partition);
  }

  static ProcessSummary read(JsonFields process) {
    return new ProcessSummary(
        process.text("Id"),
        process.text("Owner"),
        process.tags(),
        process.number("Nonce"),
        process.number("Timestamp"),
        process.integer("Partition"));
  }
}
