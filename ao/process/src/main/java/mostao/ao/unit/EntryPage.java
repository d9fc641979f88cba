package mostao.ao.unit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import mostao.ao.wire.JsonFields;

/**
 * Some entries in the order asked for.
 *
 * @param more whether there are others behind the last
 */
public record EntryPage<E extends Entry>(List<E> entries, boolean more) {
  /** Of a page whose request has no limit. */
  public static final int DEFAULT_ROWS = 25;

  static final String MORE = "hasNextPage";
  static final String ENTRIES = "entries";

  public EntryPage {
    entries = List.copyOf(entries);
  }

  public ObjectNode json() {
    ObjectNode page = JsonNodeFactory.instance.objectNode().put(MORE, more);
    put(page, entries);
    return page;
  }

  static void put(ObjectNode page, List<? extends Entry> entries) {
    ArrayNode array = page.putArray(ENTRIES);
    entries.forEach(entry -> array.add(entry.json()));
  }

  static <E extends Entry> EntryPage<E> read(JsonFields page, Function<JsonFields, E> entry) {
    return new EntryPage<>(page.each(ENTRIES, entry), page.flag(MORE));
  }
}
