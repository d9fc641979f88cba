package mostao.gateway.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The latest records of one partition, from an offset on without a gap, as bytes in an array that
 * grows up to its limit and stays: as objects, which each live for seconds under load, they would
 * fill the old generation of the heap. Not thread-safe.
 */
final class RecordRing {
  private static final int FIRST_BYTES = 16 * 1024;
  private static final int FIRST_RECORDS = 16;

  private final int mostRecords;
  private final int mostBytes;

  private byte[] bytes = {};

  /** Where each record begins and how long its key is, at its offset modulo the length. */
  private long[] begins = {};

  private int[] keyLengths = {};

  private long first;
  private long end;

  /** Where the next record begins, as a count of bytes. */
  private long written;

  /**
   * @param mostRecords it may hold
   * @param mostBytes of their keys and values that it may hold
   */
  RecordRing(int mostRecords, int mostBytes) {
    this.mostRecords = mostRecords;
    this.mostBytes = mostBytes;
  }

  /** Forgets all; the next record is that of this offset. */
  void begin(long offset) {
    first = offset;
    end = offset;
  }

  /** The oldest offset, that of {@link #end} if there is no record. */
  long first() {
    return first;
  }

  /** The offset of the next record. */
  long end() {
    return end;
  }

  String key(long offset) {
    return new String(copy(begins[slot(offset)], keyLengths[slot(offset)]), UTF_8);
  }

  /** Whether a record is for this key. */
  boolean isFor(long offset, byte[] key) {
    if (keyLengths[slot(offset)] != key.length) {
      return false;
    }
    int at = at(begins[slot(offset)]);
    int straight = Math.min(key.length, bytes.length - at);
    return Arrays.equals(bytes, at, at + straight, key, 0, straight)
        && Arrays.equals(bytes, 0, key.length - straight, key, straight, key.length);
  }

  TopicEntry entry(long offset) {
    long value = begins[slot(offset)] + keyLengths[slot(offset)];
    long until = offset + 1 == end ? written : begins[slot(offset + 1)];
    return new TopicEntry(offset, key(offset), copy(value, (int) (until - value)));
  }

  void dropOldest() {
    first++;
  }

  /** Whether the oldest must go before a record has room; never while there is none. */
  boolean isFullFor(TopicEntry entry) {
    return first < end
        && (end - first >= mostRecords || written - begins[slot(first)] + size(entry) > mostBytes);
  }

  /** Adds the record of the offset {@link #end}; forgets it at once if it is larger than all. */
  void add(TopicEntry entry) {
    if (mostRecords < 1 || size(entry) > mostBytes) {
      begin(end + 1);
      return;
    }
    byte[] key = entry.key().getBytes(UTF_8);
    growFor(key.length + entry.value().length);
    begins[slot(end)] = written;
    keyLengths[slot(end)] = key.length;
    end++;
    write(key);
    write(entry.value());
  }

  private static int size(TopicEntry entry) {
    return entry.key().getBytes(UTF_8).length + entry.value().length;
  }

  private int slot(long offset) {
    return (int) (offset % begins.length);
  }

  private void growFor(int more) {
    if (end - first == begins.length) {
      int length = Math.min(mostRecords, Math.max(FIRST_RECORDS, 4 * begins.length));
      long[] moreBegins = new long[length];
      int[] moreLengths = new int[length];
      for (long offset = first; offset < end; offset++) {
        moreBegins[(int) (offset % length)] = begins[slot(offset)];
        moreLengths[(int) (offset % length)] = keyLengths[slot(offset)];
      }
      begins = moreBegins;
      keyLengths = moreLengths;
    }
    long oldest = first == end ? written : begins[slot(first)];
    int held = (int) (written - oldest);
    if (held + more > bytes.length) {
      byte[] all = copy(oldest, held);
      bytes = new byte[Math.min(mostBytes, Math.max(FIRST_BYTES, 4 * (held + more)))];
      written = oldest;
      write(all);
    }
  }

  private void write(byte[] part) {
    int at = at(written);
    int straight = Math.min(part.length, bytes.length - at);
    System.arraycopy(part, 0, bytes, at, straight);
    System.arraycopy(part, straight, bytes, 0, part.length - straight);
    written += part.length;
  }

  private byte[] copy(long from, int length) {
    byte[] part = new byte[length];
    int at = at(from);
    int straight = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, part, 0, straight);
    System.arraycopy(bytes, 0, part, straight, length - straight);
    return part;
  }

  private int at(long position) {
    return bytes.length == 0 ? 0 : (int) (position % bytes.length);
  }
}
