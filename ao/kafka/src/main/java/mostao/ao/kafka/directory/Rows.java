package mostao.ao.kafka.directory;

import java.util.HashMap;
import java.util.Map;

/**
 * The processes in the order in which they were recorded, 25 bytes each: the hash of the id, the
 * hash of the first reader, the hash of the second reader or (for what may be listed, which has no
 * second) the place, and the number of the kind. A row never changes. Added to by one thread, read
 * by any: a row is there for who sees its number in {@link RowIndex}, or sees {@link #size} behind
 * it.
 */
final class Rows {
  static final int IN_CHUNK = 4_096;
  static final int MOST_KINDS = 255;

  private final Chunk[] chunks;
  private final ProcessKind[] kinds = new ProcessKind[MOST_KINDS];
  private final Map<ProcessKind, Integer> kindNumbers = new HashMap<>();

  /** Number of the kind that was added last, which the next one mostly has too. */
  private int last;

  private volatile int size;

  private static final class Chunk {
    final long[] hashes = new long[IN_CHUNK];
    final long[] firsts = new long[IN_CHUNK];
    final long[] seconds = new long[IN_CHUNK];
    final byte[] kinds = new byte[IN_CHUNK];
    final long place;
    int open;

    Chunk(long place) {
      this.place = place;
    }
  }

  Rows(int most) {
    chunks = new Chunk[(most + IN_CHUNK - 1) / IN_CHUNK];
  }

  /** Whether there is a number for this kind; there are as many as a byte has. */
  boolean takes(ProcessKind kind) {
    return kind.equals(kinds[last])
        || kindNumbers.containsKey(kind)
        || kindNumbers.size() < MOST_KINDS;
  }

  /** The number of the new row, which {@link #publish} shows. */
  int add(long hash, ProcessFacts facts, long place) {
    int row = size;
    int inChunk = row % IN_CHUNK;
    if (inChunk == 0) {
      chunks[row / IN_CHUNK] = new Chunk(place);
    }
    Chunk chunk = chunks[row / IN_CHUNK];
    chunk.hashes[inChunk] = hash;
    chunk.firsts[inChunk] = facts.first();
    chunk.seconds[inChunk] = facts.isOpen() ? place : facts.second();
    chunk.kinds[inChunk] = (byte) number(facts.kind());
    chunk.open += facts.isOpen() ? 1 : 0;
    return row;
  }

  void publish(int row) {
    size = row + 1;
  }

  private int number(ProcessKind kind) {
    if (kind.equals(kinds[last])) {
      return last;
    }
    Integer known = kindNumbers.get(kind);
    if (known != null) {
      last = known;
      return known;
    }
    int number = kindNumbers.size();
    kinds[number] = kind;
    kindNumbers.put(kind, number);
    return number;
  }

  int size() {
    return size;
  }

  long hash(int row) {
    return chunks[row / IN_CHUNK].hashes[row % IN_CHUNK];
  }

  ProcessFacts facts(int row) {
    Chunk chunk = chunks[row / IN_CHUNK];
    int inChunk = row % IN_CHUNK;
    ProcessKind kind = kinds[chunk.kinds[inChunk] & 0xff];
    return new ProcessFacts(
        kind, chunk.firsts[inChunk], ProcessFacts.isOpen(kind) ? 0 : chunk.seconds[inChunk]);
  }

  boolean isOpen(int row) {
    return ProcessFacts.isOpen(kinds[chunks[row / IN_CHUNK].kinds[row % IN_CHUNK] & 0xff]);
  }

  /** Where an open process was recorded first. */
  long place(int row) {
    return chunks[row / IN_CHUNK].seconds[row % IN_CHUNK];
  }

  /** Place of the first row of a chunk, whether it is open or not. */
  long firstPlace(int chunk) {
    return chunks[chunk].place;
  }

  /** Whether a chunk has nothing that may be listed. */
  boolean isClosed(int chunk) {
    return chunks[chunk].open == 0;
  }
}
