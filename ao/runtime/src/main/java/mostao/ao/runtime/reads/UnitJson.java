package mostao.ao.runtime.reads;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.runtime.unit.Log;
import mostao.ao.runtime.unit.StateRead;
import mostao.ao.turn.ProcessRow;
import mostao.ao.wire.Wire;

/** Rows of the unit as the JSON that is answered. */
final class UnitJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> RESULT_FIELDS =
      List.of("Messages", "Spawns", "Assignments", "Output", "Error");

  private UnitJson() {}

  static ObjectNode process(ProcessRow process) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("Id", process.id());
    node.put("Owner", process.owner());
    ArrayNode tags = node.putArray("Tags");
    for (Tag tag : process.tags()) {
      tags.addObject().put("name", tag.name()).put("value", tag.value());
    }
    node.put("Nonce", process.nonce());
    node.put("Timestamp", process.timestamp());
    node.put("Partition", process.partition());
    return node;
  }

  static ObjectNode state(String kind, StateRead.Snapshot shown) {
    ProcessRow process = shown.process();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("process", process.id());
    node.put("kind", kind);
    node.put("owner", process.owner());
    // Of the last message: the row has that of the next, and is written with the first.
    node.put("nonce", process.nonce() - 1);
    node.put("timestamp", process.timestamp());
    node.set("state", shown.state());
    return node;
  }

  static ObjectNode result(Log.Line line) {
    return putResult(place(line), tree(line.record()));
  }

  private static ObjectNode putResult(ObjectNode node, JsonNode record) {
    ObjectNode result = node.putObject("Result");
    for (String field : RESULT_FIELDS) {
      if (record.has(field)) {
        result.set(field, record.get(field));
      }
    }
    return node;
  }

  static ObjectNode assignment(Log.Line line) {
    ObjectNode node = place(line);
    node.set("Item", tree(line.record()));
    return node;
  }

  /** {@code [timestamp, message]}, with the names of hidden fields as a third entry if any. */
  static ArrayNode slot(Log.Slot slot) {
    ArrayNode node = MAPPER.createArrayNode().add(slot.timestamp()).add(slot.message());
    if (!slot.hidden().isEmpty()) {
      ArrayNode hidden = node.addArray();
      slot.hidden().forEach(hidden::add);
    }
    return node;
  }

  static ObjectNode whole(Log.Line line) {
    JsonNode both = tree(line.record());
    ObjectNode node = place(line);
    node.set("Item", both.path(0));
    return putResult(node, both.path(1));
  }

  static ObjectNode result(Result result) {
    return (ObjectNode) tree(Wire.encodeResult(result));
  }

  static ObjectNode page(Log.Page page) {
    return page(page.more());
  }

  static ObjectNode page(boolean more) {
    return MAPPER.createObjectNode().put("hasNextPage", more);
  }

  private static ObjectNode place(Log.Line line) {
    return MAPPER
        .createObjectNode()
        .put("Process", line.process())
        .put("Message", line.message())
        .put("Nonce", line.nonce())
        .put("Timestamp", line.timestamp());
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException foreign) {
      throw new IllegalStateException("the log holds what we did not write", foreign);
    }
  }
}
