package mostao.ao.ans104;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import mostao.ao.message.Tags;

/**
 * An item whose layout holds (R1 to R11). Nothing is known yet about its signature: see {@link
 * Verifier}.
 *
 * <p>Immutable; arrays are copied on the way in and on the way out.
 */
public final class DataItem {
  private static final int ID_BYTES = 32;

  private final byte[] bytes;
  private final SignatureType type;
  private final int targetAt;
  private final int targetLength;
  private final int anchorAt;
  private final int anchorLength;
  private final int tagsAt;
  private final int dataAt;
  private final Tags tags;
  private final String id;

  private DataItem(
      byte[] bytes, SignatureType type, int targetLength, int anchorLength, int dataAt, Tags tags) {
    this.bytes = bytes;
    this.type = type;
    this.targetAt = 2 + type.signatureLength() + type.ownerLength() + 1;
    this.targetLength = targetLength;
    this.anchorAt = targetAt + targetLength + 1;
    this.anchorLength = anchorLength;
    this.tagsAt = anchorAt + anchorLength + 16;
    this.dataAt = dataAt;
    this.tags = tags;
    var sha256 = Hashes.sha256();
    sha256.update(bytes, 2, type.signatureLength());
    this.id = Base64Url.encode(sha256.digest());
  }

  /** Reads one item that fills the bytes exactly. */
  public static Reading<DataItem> parse(byte[] encoded) {
    return read(encoded.clone());
  }

  /**
   * Builds an item from its parts, within the same limits as {@link #parse}; for items stored field
   * by field, and for building new ones.
   *
   * @param target 32 bytes, or none
   * @param anchor 32 bytes, or none
   */
  public static Reading<DataItem> of(
      SignatureType type,
      byte[] signature,
      byte[] ownerKey,
      byte[] target,
      byte[] anchor,
      Tags tags,
      byte[] data) {
    return wrongLength("signature of type " + type.code(), signature, type.signatureLength())
        .or(() -> wrongLength("owner of type " + type.code(), ownerKey, type.ownerLength()))
        .or(() -> target.length == 0 ? Optional.empty() : wrongLength("target", target, ID_BYTES))
        .or(() -> anchor.length == 0 ? Optional.empty() : wrongLength("anchor", anchor, ID_BYTES))
        .<Reading<DataItem>>map(Reading.Refused::new)
        .orElseGet(
            () ->
                TagSection.encode(tags)
                    .then(s -> lay(type, signature, ownerKey, target, anchor, tags, s, data)));
  }

  private static Reading<DataItem> lay(
      SignatureType type,
      byte[] signature,
      byte[] ownerKey,
      byte[] target,
      byte[] anchor,
      Tags tags,
      byte[] section,
      byte[] data) {
    long dataAt =
        20L + signature.length + ownerKey.length + target.length + anchor.length + section.length;
    if (dataAt + data.length > Integer.MAX_VALUE - 8) {
      return Reading.refused(
          "R1", "the data has " + data.length + " bytes, which is more than one array can hold");
    }
    ByteBuffer out = ByteBuffer.allocate((int) dataAt + data.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) type.code()).put(signature).put(ownerKey);
    out.put((byte) (target.length == 0 ? 0 : 1)).put(target);
    out.put((byte) (anchor.length == 0 ? 0 : 1)).put(anchor);
    out.putLong(tags.size()).putLong(section.length).put(section).put(data);
    return Reading.ok(
        new DataItem(out.array(), type, target.length, anchor.length, (int) dataAt, tags));
  }

  /** As {@link #parse}, of an array that no other code holds. */
  static Reading<DataItem> read(byte[] bytes) {
    if (bytes.length < 2) {
      return tooShort("signature type", 2, bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int code = Short.toUnsignedInt(in.getShort());
    Optional<SignatureType> known = SignatureType.of(code);
    if (known.isEmpty()) {
      return Reading.refused("R2", "signature type " + code + " is not supported; 1 to 7 are");
    }
    SignatureType type = known.get();
    int at = 2;
    if (bytes.length - at < type.signatureLength()) {
      return tooShort("signature", type.signatureLength(), bytes.length - at);
    }
    at += type.signatureLength();
    if (bytes.length - at < type.ownerLength()) {
      return tooShort("owner", type.ownerLength(), bytes.length - at);
    }
    at += type.ownerLength();
    Reading<Integer> target = readPresence(bytes, at, "target");
    if (target instanceof Reading.Refused<Integer> refused) {
      return refused.retyped();
    }
    at += 1 + target.orThrow();
    Reading<Integer> anchor = readPresence(bytes, at, "anchor");
    if (anchor instanceof Reading.Refused<Integer> refused) {
      return refused.retyped();
    }
    at += 1 + anchor.orThrow();
    return readTags(in.position(at), type, target.orThrow(), anchor.orThrow());
  }

  private static Reading<DataItem> readTags(
      ByteBuffer in, SignatureType type, int targetLength, int anchorLength) {
    if (in.remaining() < 8) {
      return tooShort("tag count", 8, in.remaining());
    }
    long count = in.getLong();
    if (in.remaining() < 8) {
      return tooShort("tag byte length", 8, in.remaining());
    }
    long length = in.getLong();
    if (Long.compareUnsigned(count, TagSection.MAX_TAGS) > 0) {
      return TagSection.tooManyTags(Long.toUnsignedString(count));
    }
    if (Long.compareUnsigned(length, TagSection.MAX_BYTES) > 0) {
      return TagSection.tooManyBytes(Long.toUnsignedString(length));
    }
    if (length > in.remaining()) {
      return Reading.refused(
          "R5",
          "the tags claim " + length + " bytes, but the item has only " + in.remaining() + " left");
    }
    int tagsAt = in.position();
    return TagSection.decode(in.array(), tagsAt, (int) length, (int) count)
        .map(
            tags ->
                new DataItem(
                    in.array(), type, targetLength, anchorLength, tagsAt + (int) length, tags));
  }

  private static Reading<Integer> readPresence(byte[] bytes, int at, String field) {
    if (at >= bytes.length) {
      return tooShort(field + " presence byte", 1, 0);
    }
    int presence = bytes[at] & 0xff;
    if (presence > 1) {
      return Reading.refused(
          "R3", "the " + field + " presence byte is " + presence + "; expected 0 or 1");
    }
    int left = bytes.length - at - 1;
    if (presence == 1 && left < ID_BYTES) {
      return tooShort(field, ID_BYTES, left);
    }
    return Reading.ok(presence * ID_BYTES);
  }

  private static <T> Reading<T> tooShort(String field, int needed, int left) {
    return Reading.refused(
        "R1",
        "the item ends inside its " + field + ": " + left + " of " + needed + " bytes are there");
  }

  private static Optional<Refusal> wrongLength(String field, byte[] bytes, int expected) {
    return bytes.length == expected
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                "R1", "the " + field + " has " + bytes.length + " bytes; expected " + expected));
  }

  /** The same item with this signature, which is not verified here. */
  public Reading<DataItem> signed(byte[] signature) {
    return wrongLength("signature of type " + type.code(), signature, type.signatureLength())
        .<Reading<DataItem>>map(Reading.Refused::new)
        .orElseGet(
            () -> {
              byte[] copy = bytes.clone();
              System.arraycopy(signature, 0, copy, 2, signature.length);
              return Reading.ok(new DataItem(copy, type, targetLength, anchorLength, dataAt, tags));
            });
  }

  public SignatureType type() {
    return type;
  }

  public byte[] signature() {
    return Arrays.copyOfRange(bytes, 2, 2 + type.signatureLength());
  }

  /** The owner field as it stands: a public key, or for type 7 an address as text. */
  public byte[] ownerKey() {
    int from = 2 + type.signatureLength();
    return Arrays.copyOfRange(bytes, from, from + type.ownerLength());
  }

  /** 32 bytes, or none when the item has no target. */
  public byte[] target() {
    return Arrays.copyOfRange(bytes, targetAt, targetAt + targetLength);
  }

  /** The target as an id, or the empty string. */
  public String targetId() {
    return Base64Url.encode(target());
  }

  /** 32 bytes, or none when the item has no anchor; not necessarily text. */
  public byte[] anchor() {
    return Arrays.copyOfRange(bytes, anchorAt, anchorAt + anchorLength);
  }

  /** The tags in their order, repeated names included. */
  public Tags tags() {
    return tags;
  }

  public byte[] data() {
    return Arrays.copyOfRange(bytes, dataAt, bytes.length);
  }

  /** The whole item as on the wire. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Length of the whole item in bytes. */
  public int length() {
    return bytes.length;
  }

  /** SHA-256 of the signature as base64url; commits to the signature alone. */
  public String id() {
    return id;
  }

  /** The bytes that the signature covers, 48 of them; computed anew on every call. */
  public byte[] deepHash() {
    return DeepHash.ofItem(type, bytes, 2 + type.signatureLength())
        .blob(bytes, targetAt, targetLength)
        .blob(bytes, anchorAt, anchorLength)
        .blob(bytes, tagsAt, dataAt - tagsAt)
        .blob(bytes, dataAt, bytes.length - dataAt)
        .end();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataItem item && Arrays.equals(bytes, item.bytes);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "DataItem " + id;
  }
}
