package mostao.gateway.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import mostao.ao.message.Result;
import mostao.ao.unit.AssignmentEntry;
import mostao.ao.unit.EntryPage;
import mostao.ao.unit.Evaluated;
import mostao.ao.unit.ResultEntry;
import mostao.ao.unit.SlotPage;
import mostao.ao.wire.InboxRecord;

/** A unit's log of one process, as the unit would show it. */
public final class StubLog {
  private final StubUnits units;
  private final String process;
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  private record Line(long timestamp, InboxRecord item) {}

  public StubLog(StubUnits units, String process) {
    this.units = units;
    this.process = process;
    units.put(path("/slots"), this::slots);
    units.put(path("/assignments"), this::assignments);
  }

  private String path(String below) {
    return "/unit/processes/" + process + below;
  }

  /** The process evaluates a message. */
  public StubLog add(long timestamp, InboxRecord item) {
    lines.add(new Line(timestamp, item));
    AssignmentEntry entry = entry(lines.size() - 1);
    String shown = entry.json().toString();
    units.put(path("/assignments/" + item.id()), 200, shown);
    units.put("/unit/messages/" + item.id(), 200, shown);
    ResultEntry result = new ResultEntry(entry.at(), Result.said("done"));
    units.put(path("/results/" + item.id()), 200, result.json().toString());
    return this;
  }

  private AssignmentEntry entry(int nonce) {
    Line line = lines.get(nonce);
    return new AssignmentEntry(
        new Evaluated(process, line.item.id(), nonce, line.timestamp), line.item);
  }

  private String slots(String query) {
    Map<String, String> asked = parse(query);
    int first = (int) number(asked, "from-nonce", 0);
    int end = (int) Math.min(lines.size(), first + number(asked, "limit", 10_000));
    List<SlotPage.Slot> slots =
        lines.subList(Math.min(first, end), end).stream()
            .map(line -> new SlotPage.Slot(line.timestamp, line.item.id(), line.item.exclude()))
            .toList();
    return new SlotPage(first, slots, end < lines.size()).json().toString();
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
    List<AssignmentEntry> entries = found.stream().limit(limit).map(this::entry).toList();
    return new EntryPage<>(entries, found.size() > limit).json().toString();
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
}
