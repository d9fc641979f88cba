package mostao.ao.runtime.unit;

import java.util.LinkedHashMap;
import java.util.Map;
import mostao.ao.turn.ProcessRow;

/** Processes as they were when they were last read, the last so many of them. Thread-safe. */
final class RecentProcesses {
  private final Map<String, ProcessRow> rows;

  RecentProcesses(int most) {
    this.rows =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, ProcessRow> eldest) {
            return size() > most;
          }
        };
  }

  /** The process by its id; empty when it is not among them. */
  synchronized Map<String, ProcessRow> find(String id) {
    ProcessRow found = rows.get(id);
    return found == null ? Map.of() : Map.of(id, found);
  }

  synchronized void keep(ProcessRow process) {
    rows.put(process.id(), process);
  }
}
