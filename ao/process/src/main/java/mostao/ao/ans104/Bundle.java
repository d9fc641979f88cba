package mostao.ao.ans104;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A bundle whose layout and ids hold (R18 to R20). The signatures of its items are not verified
 * yet: see {@link Verifier#verify(Bundle)}.
 */
public final class Bundle {
  private static final int NUMBER = 32;
  private static final int ID = 32;
  private static final int HEADER = NUMBER + ID;

  private final List<DataItem> items;

  private Bundle(List<DataItem> items) {
    this.items = items;
  }

  /** Reads a bundle that fills the bytes exactly. */
  public static Reading<Bundle> parse(byte[] encoded) {
    if (encoded.length < NUMBER) {
      return Reading.refused(
          "R18", "a bundle has " + encoded.length + " bytes; its item count alone takes " + NUMBER);
    }
    // The first refusals happen on the caller's array, before anything is copied.
    long count = number(encoded, 0);
    if (count < 0 || count > (encoded.length - NUMBER) / HEADER) {
      return Reading.refused(
          "R18",
          "the bundle counts "
              + (count < 0 ? "2^63 or more" : count)
              + " items; "
              + encoded.length
              + " bytes have headers of at most "
              + (encoded.length - NUMBER) / HEADER);
    }
    int at = NUMBER + HEADER * (int) count;
    List<DataItem> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int header = NUMBER + HEADER * i;
      long size = number(encoded, header);
      int left = encoded.length - at;
      if (size <= 0 || size > left) {
        return Reading.refused(
            "R19",
            "item "
                + i
                + " claims "
                + (size < 0 ? "2^63 or more" : size)
                + " bytes; expected 1 to the "
                + left
                + " bytes that are left");
      }
      byte[] bytes = Arrays.copyOfRange(encoded, at, at + (int) size);
      String id = Base64Url.encode(Arrays.copyOfRange(encoded, header + NUMBER, header + HEADER));
      Reading<DataItem> item = DataItem.read(bytes).then(read -> named(read, id));
      if (item instanceof Reading.Refused<DataItem> refused) {
        return refused.in("item " + i);
      }
      items.add(item.orThrow());
      at += (int) size;
    }
    if (at != encoded.length) {
      return Reading.refused(
          "R19", (encoded.length - at) + " bytes follow the last item; expected none");
    }
    return Reading.ok(new Bundle(List.copyOf(items)));
  }

  /**
   * The bundle of these items, in their order.
   *
   * @throws ArithmeticException when they take more than an array can hold
   */
  public static byte[] of(List<DataItem> items) {
    int length = Math.addExact(NUMBER, Math.multiplyExact(HEADER, items.size()));
    for (DataItem item : items) {
      length = Math.addExact(length, item.length());
    }
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    putNumber(out, items.size());
    for (DataItem item : items) {
      putNumber(out, item.length());
      out.put(Base64Url.decode(item.id()).orElseThrow());
    }
    for (DataItem item : items) {
      out.put(item.bytes());
    }
    return out.array();
  }

  /** True when the item's tags say that its data is a bundle. */
  public static boolean isCarriedBy(DataItem item) {
    return item.tags().has("Bundle-Format", "binary") && item.tags().has("Bundle-Version", "2.0.0");
  }

  /** The items in their order. */
  public List<DataItem> items() {
    return items;
  }

  private static Reading<DataItem> named(DataItem item, String id) {
    return item.id().equals(id)
        ? Reading.ok(item)
        : Reading.refused("R20", "the header names it " + id + ", but its id is " + item.id());
  }

  // A 256-bit little-endian number; -1 when it is 2^63 or more.
  private static long number(byte[] bytes, int at) {
    for (int i = at + Long.BYTES; i < at + NUMBER; i++) {
      if (bytes[i] != 0) {
        return -1;
      }
    }
    long low = ByteBuffer.wrap(bytes, at, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return low < 0 ? -1 : low;
  }

  private static void putNumber(ByteBuffer out, long number) {
    out.putLong(number).put(new byte[NUMBER - Long.BYTES]);
  }
}
