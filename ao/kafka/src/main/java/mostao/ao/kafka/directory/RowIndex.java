package mostao.ao.kafka.directory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Finds a row by the hash of its process id: open addressing with linear probing, 4 bytes a slot,
 * 4.7 to 5.9 a row. It is cut into segments by the highest bits of the hash, and each grows by
 * itself, so that no insertion waits for more than one of them. Added to by one thread, read by any
 * without a lock: a slot is filled once, a segment that has grown takes the old one's place whole.
 */
final class RowIndex {
  /** So that a slot has 6 bits left, which spare a look at most rows of other hashes. */
  static final int MOST_ROWS = (1 << 26) - 1;

  static final int NONE = -1;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int SEGMENT_BITS = 12;
  private static final int ROW_BITS = 26;
  private static final int ROW_MASK = (1 << ROW_BITS) - 1;
  private static final int LEAST_SLOTS = 8;

  /** Of 20 slots 17 may be taken; then the segment grows by a quarter. */
  private static final int TAKEN = 17;

  private static final int OF_SLOTS = 20;

  private final Rows rows;
  private final AtomicReferenceArray<int[]> segments =
      new AtomicReferenceArray<>(1 << SEGMENT_BITS);
  private final int[] taken = new int[1 << SEGMENT_BITS];

  RowIndex(Rows rows) {
    this.rows = rows;
    int[] none = new int[1];
    for (int i = 0; i < segments.length(); i++) {
      segments.set(i, none);
    }
  }

  /** The row with this hash, or {@link #NONE}. */
  int find(long hash) {
    int[] slots = segments.get(segment(hash));
    int tag = tag(hash);
    for (int at = start(hash, slots.length); ; at = next(at, slots.length)) {
      int slot = (int) SLOT.getAcquire(slots, at);
      if (slot == 0) {
        return NONE;
      }
      if (slot >>> ROW_BITS == tag) {
        int row = (slot & ROW_MASK) - 1;
        if (rows.hash(row) == hash) {
          return row;
        }
      }
    }
  }

  /** Adds a row that is complete and whose hash is not in here. */
  void add(long hash, int row) {
    int segment = segment(hash);
    int[] slots = segments.get(segment);
    if ((taken[segment] + 1L) * OF_SLOTS > (long) slots.length * TAKEN) {
      slots = grown(slots);
      segments.set(segment, slots);
    }
    put(slots, hash, row);
    taken[segment]++;
  }

  private int[] grown(int[] slots) {
    int[] more = new int[Math.max(LEAST_SLOTS, slots.length + slots.length / 4)];
    for (int slot : slots) {
      if (slot != 0) {
        int row = (slot & ROW_MASK) - 1;
        put(more, rows.hash(row), row);
      }
    }
    return more;
  }

  private static void put(int[] slots, long hash, int row) {
    int at = start(hash, slots.length);
    while (slots[at] != 0) {
      at = next(at, slots.length);
    }
    SLOT.setRelease(slots, at, tag(hash) << ROW_BITS | row + 1);
  }

  private static int segment(long hash) {
    return (int) (hash >>> Long.SIZE - SEGMENT_BITS);
  }

  private static int tag(long hash) {
    return (int) (hash >>> Long.SIZE - SEGMENT_BITS - (Integer.SIZE - ROW_BITS))
        & (1 << Integer.SIZE - ROW_BITS) - 1;
  }

  private static int start(long hash, int slots) {
    return (int) ((hash & 0xffff_ffffL) * slots >>> Integer.SIZE);
  }

  private static int next(int at, int slots) {
    return at + 1 == slots ? 0 : at + 1;
  }
}
