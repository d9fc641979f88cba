package mostao.ao.unit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import mostao.ao.wire.JsonFields;

/**
 * A part of a process's order without what was said, and without a gap.
 *
 * @param first the nonce of the first slot
 * @param more whether there are others behind the last
 */
public record SlotPage(long first, List<Slot> slots, boolean more) {
  private static final String FIRST = "first";
  private static final String SLOTS = "slots";

  /**
   * The input for a chain of assignments; in JSON {@code [timestamp, message]}, with the hidden
   * names as a third element if there are any.
   *
   * @param timestamp Unix milliseconds
   * @param hidden names of fields of the message that the process did not see
   */
  public record Slot(long timestamp, String message, List<String> hidden) {
    public Slot {
      Objects.requireNonNull(message, "message");
      hidden = List.copyOf(hidden);
    }

    private ArrayNode json() {
      ArrayNode slot = JsonNodeFactory.instance.arrayNode().add(timestamp).add(message);
      if (!hidden.isEmpty()) {
        ArrayNode names = slot.addArray();
        hidden.forEach(names::add);
      }
      return slot;
    }

    private static Slot read(JsonNode slot, int index) {
      JsonNode timestamp = slot.path(0);
      if (!timestamp.isIntegralNumber()
          || !timestamp.canConvertToLong()
          || !slot.path(1).isTextual()) {
        throw wrong(index);
      }
      List<String> hidden = new ArrayList<>();
      for (JsonNode name : slot.path(2)) {
        if (!name.isTextual()) {
          throw wrong(index);
        }
        hidden.add(name.textValue());
      }
      return new Slot(timestamp.longValue(), slot.path(1).textValue(), hidden);
    }

    private static RuntimeException wrong(int index) {
      return JsonFields.wrong(
          "field "
              + SLOTS
              + "["
              + index
              + "] is not [timestamp, message] or"
              + " [timestamp, message, [hidden names]]");
    }
  }

  public SlotPage {
    slots = List.copyOf(slots);
  }

  public ObjectNode json() {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    ArrayNode array = page.put(EntryPage.MORE, more).put(FIRST, first).putArray(SLOTS);
    slots.forEach(slot -> array.add(slot.json()));
    return page;
  }

  static SlotPage read(JsonFields page) {
    List<Slot> slots = new ArrayList<>();
    for (JsonNode slot : page.array(SLOTS)) {
      slots.add(Slot.read(slot, slots.size()));
    }
    return new SlotPage(page.number(FIRST), slots, page.flag(EntryPage.MORE));
  }
}
