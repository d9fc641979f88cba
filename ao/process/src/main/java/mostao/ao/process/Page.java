package mostao.ao.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How much one reply holds: at most so many rows and bytes, but one row whatever its size, so that
 * paging always moves on.
 *
 * @param rows at most, 1 or more
 * @param bytes at most, 1 or more
 */
public record Page(int rows, int bytes) {
  public Page {
    if (rows < 1 || bytes < 1) {
      throw new IllegalArgumentException("a page of " + rows + " rows and " + bytes + " bytes");
    }
  }

  /** How many of the rows with these sizes fit, taken from the first on. */
  public int fitting(List<Integer> sizes) {
    long sum = 0;
    int taken = 0;
    for (int size : sizes) {
      sum += size;
      if (taken == rows || (taken > 0 && sum > bytes)) {
        break;
      }
      taken++;
    }
    return taken;
  }

  /** As many of these rows as fit, taken from the first on. */
  public ArrayNode of(List<? extends JsonNode> all) {
    ArrayNode page = Json.array();
    all.subList(0, fit(all)).forEach(page::add);
    return page;
  }

  /** Rows that fit by far, as most do, are not written to know their sizes. */
  private int fit(List<? extends JsonNode> all) {
    List<? extends JsonNode> first = all.subList(0, Math.min(rows, all.size()));
    long most = 0;
    for (JsonNode row : first) {
      most += Json.mostBytes(row);
    }
    return most <= bytes
        ? first.size()
        : fitting(all.stream().map(row -> bytes(Json.write(row))).toList());
  }

  /**
   * The first of these rows, and whether there are more: {@code {"items":[…],"more":false}}. Its
   * caller reads one more than {@link #rows}.
   */
  public ObjectNode first(List<? extends JsonNode> all) {
    ArrayNode items = of(all);
    ObjectNode first = Json.object();
    first.set("items", items);
    return first.put("more", items.size() < all.size());
  }

  /** Size of a text in bytes of UTF-8, in which all limits count. */
  public static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
