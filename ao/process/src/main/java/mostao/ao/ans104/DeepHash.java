package mostao.ao.ans104;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The deep hash of a flat list of blobs, which is what a signature covers. Not thread-safe.
 *
 * <p>A blob hashes to SHA384(SHA384("blob" length) SHA384(bytes)), a list folds its elements over
 * SHA384("list" count); numbers are decimal text.
 */
final class DeepHash {
  /** Blobs of an item: a name, a version, the type, and five that differ from item to item. */
  private static final int ITEM_BLOBS = 8;

  /** Blobs shorter than this are all of an item's but long data. */
  private static final int SHORT = 2_048;

  /** Hashes of "blob" and a length, as far as they were needed. */
  private static final AtomicReferenceArray<byte[]> LENGTHS = new AtomicReferenceArray<>(SHORT);

  /** Of the owners that were met last; theirs are three of the thirteen digests of a short item. */
  private static final int OWNERS = 256;

  private static final AtomicReferenceArray<Owned> OWNED = new AtomicReferenceArray<>(OWNERS);

  private static final byte[] EMPTY_BLOB = blobHash(Hashes.sha384(), new byte[0], 0, 0);

  // The first three blobs depend on the type alone; folding them anew is a third of a short item.
  private static final Map<SignatureType, byte[]> ITEM_STARTS = new EnumMap<>(SignatureType.class);

  static {
    for (SignatureType type : SignatureType.values()) {
      DeepHash start = new DeepHash(ITEM_BLOBS);
      start.blob("dataitem").blob("1").blob(Integer.toString(type.code()));
      ITEM_STARTS.put(type, start.folded);
    }
  }

  private final MessageDigest sha384 = Hashes.sha384();
  private byte[] folded;

  private DeepHash(int count) {
    folded = sha384.digest(text("list" + count));
  }

  private DeepHash(byte[] folded) {
    this.folded = folded;
  }

  /**
   * The hash of an item as far as its owner.
   *
   * @param key of the owner
   */
  private record Owned(SignatureType type, byte[] key, byte[] folded) {
    boolean is(SignatureType other, byte[] bytes, int from) {
      return type == other && Arrays.equals(key, 0, key.length, bytes, from, from + key.length);
    }
  }

  /**
   * Starts the hash of an item, whose target, anchor, tags and data are to follow.
   *
   * @param bytes that hold the owner's key
   * @param from where it begins; it is as long as the type says
   */
  static DeepHash ofItem(SignatureType type, byte[] bytes, int from) {
    int length = type.ownerLength();
    int place = place(bytes, from + length);
    Owned known = OWNED.get(place);
    if (known != null && known.is(type, bytes, from)) {
      return new DeepHash(known.folded);
    }
    DeepHash made = new DeepHash(ITEM_STARTS.get(type)).blob(bytes, from, length);
    byte[] key = Arrays.copyOfRange(bytes, from, from + length);
    OWNED.set(place, new Owned(type, key, made.folded));
    return made;
  }

  /** The last bytes of a key are as good as random, but for those of RSA, where they are odd. */
  private static int place(byte[] bytes, int end) {
    return (bytes[end - 2] ^ bytes[end - 1] >> 1) & OWNERS - 1;
  }

  DeepHash blob(byte[] bytes, int from, int length) {
    byte[] blob = length == 0 ? EMPTY_BLOB : blobHash(sha384, bytes, from, length);
    sha384.update(folded);
    folded = sha384.digest(blob);
    return this;
  }

  /** The hash, 48 bytes; ends the list. */
  byte[] end() {
    return folded;
  }

  private DeepHash blob(String text) {
    return blob(text(text), 0, text.length());
  }

  private static byte[] blobHash(MessageDigest sha384, byte[] bytes, int from, int length) {
    byte[] tag = tag(sha384, length);
    sha384.update(bytes, from, length);
    byte[] content = sha384.digest();
    sha384.update(tag);
    return sha384.digest(content);
  }

  private static byte[] tag(MessageDigest sha384, int length) {
    byte[] known = length < SHORT ? LENGTHS.get(length) : null;
    if (known != null) {
      return known;
    }
    byte[] tag = sha384.digest(text("blob" + length));
    if (length < SHORT) {
      LENGTHS.set(length, tag);
    }
    return tag;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
