package mostao.ao.kafka.directory;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * Which processes exist, in at most 32 bytes each however many there are: see {@link Rows} and
 * {@link RowIndex}. An id is known by a 64-bit hash. Two processes with the same one are both kept,
 * the second by its whole id, so none is ever taken for another. An id that nobody recorded can be
 * taken for a process with a chance of one in 2^64 for each process there is; the unit, which knows
 * ids whole, then answers that it does not exist. Added to by one thread, read by any.
 */
final class ProcessTable {
  /** What became of a process that was recorded. */
  enum Put {
    ADDED,
    KNOWN,
    NO_ROOM
  }

  /** With random hashes there are none; with chosen ones, which takes a broken broker, a few. */
  private static final int MOST_TWINS = 10_000;

  /** Those that were recorded again, whose first record the broker may remove. */
  private static final int MOST_MOVED = 10_000;

  private final int most;
  private final ToLongFunction<String> hash;
  private final Rows rows;
  private final RowIndex index;
  private final Map<String, ProcessFacts> twins = new ConcurrentHashMap<>();
  private final Map<Long, Long> moved = new ConcurrentHashMap<>();

  /**
   * @param most processes
   * @param hash of an id; its bits may be as bad as they like for everything but speed
   */
  ProcessTable(int most, ToLongFunction<String> hash) {
    if (most < 1 || most > RowIndex.MOST_ROWS) {
      throw new IllegalArgumentException(
          "a table of " + most + " processes; from 1 to " + RowIndex.MOST_ROWS + " can be kept");
    }
    this.most = most;
    this.hash = hash;
    this.rows = new Rows(most);
    this.index = new RowIndex(rows);
  }

  /**
   * @param place where it was recorded, behind all that were put before
   */
  Put put(String process, ProcessFacts facts, long place) {
    long bits = hash.applyAsLong(process);
    int row = index.find(bits);
    if (row == RowIndex.NONE) {
      if (rows.size() >= most || !rows.takes(facts.kind())) {
        return Put.NO_ROOM;
      }
      int added = rows.add(bits, facts, place);
      index.add(bits, added);
      rows.publish(added);
      return Put.ADDED;
    }
    if (twins.containsKey(process) || !rows.facts(row).equals(facts)) {
      return putTwin(process, facts);
    }
    if (facts.isOpen() && rows.place(row) != place) {
      move(rows.place(row), place);
    }
    return Put.KNOWN;
  }

  private Put putTwin(String process, ProcessFacts facts) {
    if (twins.containsKey(process)) {
      twins.put(process, facts);
      return Put.KNOWN;
    }
    if (twins.size() >= MOST_TWINS) {
      return Put.NO_ROOM;
    }
    twins.put(process, facts);
    return Put.ADDED;
  }

  private void move(long first, long newest) {
    if (moved.containsKey(first) || moved.size() < MOST_MOVED) {
      moved.put(first, newest);
    }
  }

  Optional<ProcessFacts> find(String process) {
    if (!twins.isEmpty()) {
      ProcessFacts twin = twins.get(process);
      if (twin != null) {
        return Optional.of(twin);
      }
    }
    int row = index.find(hash.applyAsLong(process));
    return row == RowIndex.NONE ? Optional.empty() : Optional.of(rows.facts(row));
  }

  /** Where the newest record of an open process is, given where its first was. */
  long newest(long place) {
    return moved.getOrDefault(place, place);
  }

  Rows rows() {
    return rows;
  }

  int size() {
    return rows.size() + twins.size();
  }
}
