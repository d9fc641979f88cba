package mostao.ao.kafka.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The processes that anyone may know of, in the order in which they were recorded. Which ones they
 * are is read back from the topic, see {@link Listings}. Read by any thread.
 */
public final class CreationIndex {
  private final Rows rows;

  CreationIndex(Rows rows) {
    this.rows = rows;
  }

  /** Places of those behind a place that are wanted, oldest first. */
  public List<Long> after(long place, Predicate<ProcessFacts> wanted, int most) {
    int size = rows.size();
    List<Long> found = new ArrayList<>();
    int row = chunkOf(place, size) * Rows.IN_CHUNK;
    while (row < size && found.size() < most) {
      if (row % Rows.IN_CHUNK == 0 && rows.isClosed(row / Rows.IN_CHUNK)) {
        row += Rows.IN_CHUNK;
        continue;
      }
      if (rows.isOpen(row) && rows.place(row) > place && wanted.test(rows.facts(row))) {
        found.add(rows.place(row));
      }
      row++;
    }
    return found;
  }

  /** Places of those before a place that are wanted, newest first. */
  public List<Long> before(long place, Predicate<ProcessFacts> wanted, int most) {
    int size = rows.size();
    List<Long> found = new ArrayList<>();
    int row = Math.min(size, (chunkOf(place, size) + 1) * Rows.IN_CHUNK) - 1;
    while (row >= 0 && found.size() < most) {
      int chunk = row / Rows.IN_CHUNK;
      if (rows.isClosed(chunk)) {
        row = chunk * Rows.IN_CHUNK - 1;
        continue;
      }
      if (rows.isOpen(row) && rows.place(row) < place && wanted.test(rows.facts(row))) {
        found.add(rows.place(row));
      }
      row--;
    }
    return found;
  }

  /** The last chunk that does not begin behind a place; the first if all do. */
  private int chunkOf(long place, int size) {
    int low = 0;
    int high = (size + Rows.IN_CHUNK - 1) / Rows.IN_CHUNK - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (rows.firstPlace(middle) <= place) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
