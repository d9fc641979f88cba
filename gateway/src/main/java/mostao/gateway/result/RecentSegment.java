package mostao.gateway.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Values by key, one behind another in one array, and a table that finds them. Takes its memory
 * with the first value and keeps it. Not thread-safe.
 */
final class RecentSegment {
  /** The largest a segment can be, in bytes. */
  static final int LARGEST = 1 << 30;

  /** An entry is the key's hash, three lengths, and then process, message and value. */
  private static final int HEAD = 4 * Integer.BYTES;

  /** A place in the table for so many bytes of values; entries are larger. */
  private static final int BYTES_PER_PLACE = 64;

  private final int places;
  private final int room;

  /** Where entries begin, plus 1; 0: none. An entry is at its hash or behind it. */
  private int[] table = {};

  private ByteBuffer entries = ByteBuffer.allocate(0);
  private int count;

  /**
   * @param bytes it may take, its table included; at most {@link #LARGEST}
   */
  RecentSegment(int bytes) {
    this.places = Integer.highestOneBit(Math.max(1, bytes / BYTES_PER_PLACE));
    this.room = bytes - places * Integer.BYTES;
  }

  /** A key as it is written. */
  record Name(int hash, byte[] process, byte[] message) {
    static Name of(Waiters.Key key) {
      return new Name(key.hashCode(), key.process().getBytes(UTF_8), key.message().getBytes(UTF_8));
    }

    int bytes() {
      return process.length + message.length;
    }
  }

  void clear() {
    Arrays.fill(table, 0);
    entries.clear();
    count = 0;
  }

  /** Whether it would have room for this if it were empty. */
  boolean couldHold(Name name, byte[] value) {
    return places > 1 && size(name, value) <= room;
  }

  private static long size(Name name, byte[] value) {
    return (long) HEAD + name.bytes() + value.length;
  }

  /** Copies the value, in place of one of the same key; {@code false}: there is no room for it. */
  boolean add(Name name, byte[] value) {
    // Half of the places stay free, so that a search ends soon.
    if (entries.position() + size(name, value) > room || count >= places / 2) {
      return false;
    }
    if (table.length == 0) {
      table = new int[places];
      entries = ByteBuffer.allocate(room);
    }
    int place = place(name);
    count += table[place] == 0 ? 1 : 0;
    table[place] = entries.position() + 1;
    entries.putInt(name.hash);
    entries.putInt(name.process.length).putInt(name.message.length).putInt(value.length);
    entries.put(name.process).put(name.message).put(value);
    return true;
  }

  /** A copy of what was added last under this key. */
  Optional<byte[]> find(Name name) {
    if (count == 0) {
      return Optional.empty();
    }
    int at = table[place(name)] - 1;
    if (at < 0) {
      return Optional.empty();
    }
    int value = at + HEAD + name.bytes();
    int length = entries.getInt(at + 3 * Integer.BYTES);
    return Optional.of(Arrays.copyOfRange(entries.array(), value, value + length));
  }

  /** The key's place in the table, or the free one where it is to be. */
  private int place(Name name) {
    int place = (name.hash ^ name.hash >>> 16) & (places - 1);
    while (table[place] != 0 && !isAt(table[place] - 1, name)) {
      place = place + 1 & (places - 1);
    }
    return place;
  }

  private boolean isAt(int at, Name name) {
    return entries.getInt(at) == name.hash
        && entries.getInt(at + Integer.BYTES) == name.process.length
        && entries.getInt(at + 2 * Integer.BYTES) == name.message.length
        && same(at + HEAD, name.process)
        && same(at + HEAD + name.process.length, name.message);
  }

  private boolean same(int from, byte[] part) {
    return Arrays.equals(entries.array(), from, from + part.length, part, 0, part.length);
  }
}
