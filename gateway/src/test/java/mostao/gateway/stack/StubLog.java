package mostao.gateway.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.Wire;

/** A unit's log of one process, as the unit would show it. */
public final class StubLog {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final StubUnits units;
  private final String path;
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  private record Line(long timestamp, InboxRecord item) {}

  public StubLog(StubUnits units, String process) {
    this.units = units;
    this.path = "/unit/processes/" + process;
    units.put(path + "/slots", this::slots);
    units.put(path + "/assignments", this::assignments);
  }

  /** The process evaluates a message. */
  public StubLog add(long timestamp, InboxRecord item) {
    lines.add(new Line(timestamp, item));
    String shown = shown(lines.size() - 1).toString();
    units.put(path + "/assignments/" + item.id(), 200, shown);
    units.put("/unit/messages/" + item.id(), 200, shown);
    units.put(path + "/results/" + item.id(), 200, "{\"Result\":{\"Output\":\"done\"}}");
    return this;
  }

  private ObjectNode shown(int nonce) {
    Line line = lines.get(nonce);
    ObjectNode node = MAPPER.createObjectNode();
    node.put("Message", line.item.id()).put("Nonce", nonce).put("Timestamp", line.timestamp);
    node.set("Item", tree(Wire.encode(line.item)));
    return node;
  }

  private String slots(String query) {
    Map<String, String> asked = parse(query);
    int first = (int) number(asked, "from-nonce", 0);
    int end = (int) Math.min(lines.size(), first + number(asked, "limit", 10_000));
    ObjectNode answer = MAPPER.createObjectNode().put("hasNextPage", end < lines.size());
    ArrayNode slots = answer.put("first", first).putArray("slots");
    for (Line line : lines.subList(Math.min(first, end), end)) {
      ArrayNode slot = slots.addArray().add(line.timestamp).add(line.item.id());
      if (!line.item.exclude().isEmpty()) {
        ArrayNode hidden = slot.addArray();
        line.item.exclude().forEach(hidden::add);
      }
    }
    return answer.toString();
  }

  private String assignments(String query) {
    Map<String, String> asked = parse(query);
    List<Integer> found =
        new ArrayList<>(
            IntStream.range(0, lines.size())
                .filter(n -> n >= number(asked, "from-nonce", 0))
                .filter(n -> n <= number(asked, "to-nonce", Long.MAX_VALUE))
                .filter(n -> lines.get(n).timestamp > number(asked, "from", Long.MIN_VALUE))
                .filter(n -> lines.get(n).timestamp <= number(asked, "to", Long.MAX_VALUE))
                .boxed()
                .toList());
    if ("DESC".equals(asked.get("sort"))) {
      Collections.reverse(found);
    }
    long limit = number(asked, "limit", 25);
    ObjectNode answer = MAPPER.createObjectNode().put("hasNextPage", found.size() > limit);
    ArrayNode entries = answer.putArray("entries");
    found.stream().limit(limit).forEach(nonce -> entries.add(shown(nonce)));
    return answer.toString();
  }

  private static long number(Map<String, String> asked, String name, long otherwise) {
    return asked.containsKey(name) ? Long.parseLong(asked.get(name)) : otherwise;
  }

  private static Map<String, String> parse(String query) {
    Map<String, String> asked = new HashMap<>();
    for (String part : query == null ? new String[0] : query.split("&")) {
      asked.put(part.split("=")[0], part.substring(part.indexOf('=') + 1));
    }
    return asked;
  }

  private static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException bug) {
      throw new UncheckedIOException(bug);
    }
  }
}
