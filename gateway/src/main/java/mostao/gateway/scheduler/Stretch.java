package mostao.gateway.scheduler;

import java.util.List;
import java.util.stream.Stream;
import mostao.ao.assignment.Slot;

/**
 * Lines of a unit's log that follow each other, but for those that are no longer kept.
 *
 * @param more whether lines follow
 */
record Stretch(List<Entry> entries, boolean more) {
  /** Of one that is not empty. */
  Slot last() {
    return entries.get(entries.size() - 1).slot();
  }

  Stretch and(List<Entry> others) {
    return new Stretch(Stream.concat(entries.stream(), others.stream()).toList(), more);
  }

  /** Leaves what was evaluated at this time, in Unix milliseconds, to the next page. */
  Stretch without(long timestamp) {
    List<Entry> kept =
        entries.stream().filter(entry -> entry.slot().timestamp() != timestamp).toList();
    return new Stretch(kept, true);
  }
}
