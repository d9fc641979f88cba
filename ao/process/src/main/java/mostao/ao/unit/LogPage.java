package mostao.ao.unit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import mostao.ao.wire.JsonFields;

/**
 * A part of a process's log in order of nonces.
 *
 * @param entries without a gap
 * @param more whether there are others behind the last
 * @param next the nonce the process gives next, read before the entries: none of them is behind a
 *     reader that was told of all before it
 */
public record LogPage(List<LogEntry> entries, boolean more, long next) {
  public LogPage {
    entries = List.copyOf(entries);
  }

  public ObjectNode json() {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    page.put(EntryPage.MORE, more).put("next", next);
    EntryPage.put(page, entries);
    return page;
  }

  static LogPage read(JsonFields page) {
    return new LogPage(
        page.each(EntryPage.ENTRIES, LogEntry::read),
        page.flag(EntryPage.MORE),
        page.number("next"));
  }
}
