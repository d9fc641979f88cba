package mostao.client.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.LongFunction;

/**
 * Items of one pair, signed beforehand, with consecutive numbers. The file remembers how many of
 * them were posted, since a process takes an item once; a run that is killed leaves all of them as
 * used.
 *
 * <p>Layout: number of the first, how many are used, then each with its length in front. Reading is
 * thread-safe.
 */
final class ItemFile implements AutoCloseable {
  private static final int HEADER = 2 * Long.BYTES;
  private static final int USED_AT = Long.BYTES;

  private final FileChannel channel;
  private final MappedByteBuffer bytes;
  private final int[] places;
  private final int count;
  private final long first;
  private final int used;

  private ItemFile(FileChannel channel) throws IOException {
    this.channel = channel;
    if (channel.size() > Integer.MAX_VALUE) {
      throw new IOException("more than 2 GiB of items for one session; use more sessions");
    }
    this.bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    this.first = bytes.getLong(0);
    int many = 0;
    int[] found = new int[1024];
    for (int place = HEADER; place < bytes.limit(); place += Integer.BYTES + bytes.getInt(place)) {
      if (many == found.length) {
        found = java.util.Arrays.copyOf(found, 2 * many);
      }
      found[many++] = place;
    }
    this.places = found;
    this.count = many;
    this.used = (int) Math.min(many, bytes.getLong(USED_AT));
  }

  /**
   * Opens the file with at least so many unused items, signing what is missing.
   *
   * @param sign the item with a number
   */
  static ItemFile with(Path file, int unused, LongFunction<byte[]> sign) throws IOException {
    if (!Files.exists(file)) {
      write(file, 0, null, unused, sign);
    }
    ItemFile found = open(file);
    int missing = unused - found.unused();
    if (missing <= 0) {
      return found;
    }
    try (found) {
      write(file, found.first + found.used, found, missing, sign);
    }
    return open(file);
  }

  private static ItemFile open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      return new ItemFile(channel);
    } catch (IOException | RuntimeException broken) {
      channel.close();
      throw new IOException(
          "can't read " + file + "; remove it, and items are signed again", broken);
    }
  }

  /** Whole or not at all. */
  private static void write(
      Path file, long first, ItemFile before, int more, LongFunction<byte[]> sign)
      throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    int kept = before == null ? 0 : before.unused();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(draft)))) {
      out.writeLong(first);
      out.writeLong(0);
      for (int i = 0; i < kept; i++) {
        byte[] item = before.item(i);
        out.writeInt(item.length);
        out.write(item);
      }
      for (int i = 0; i < more; i++) {
        byte[] item = sign.apply(first + kept + i);
        out.writeInt(item.length);
        out.write(item);
      }
    }
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  int unused() {
    return count - used;
  }

  /** Number of an unused item. */
  long number(int index) {
    return first + used + index;
  }

  /** The unused item at an index from 0. */
  byte[] item(int index) {
    int place = places[used + index];
    byte[] item = new byte[bytes.getInt(place)];
    bytes.get(place + Integer.BYTES, item);
    return item;
  }

  /** Before the first is posted: whatever happens now, none is posted again. */
  void begin() throws IOException {
    writeUsed(count);
  }

  /** So many were posted, and all others stay good. */
  void end(int posted) throws IOException {
    writeUsed(used + posted);
  }

  private void writeUsed(long number) throws IOException {
    channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, number), USED_AT);
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
