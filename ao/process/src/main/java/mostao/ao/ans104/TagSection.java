package mostao.ao.ans104;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/**
 * The Avro array that holds an item's tags, in the one canonical form that R7 admits: nothing for
 * no tags, else one block with a positive count, shortest varints, one 0x00 and nothing after it.
 * Other readers hash what they re-encode, so any second form would be valid for one and not for
 * another.
 */
final class TagSection {
  /** R4: tags of one item. */
  static final int MAX_TAGS = 128;

  /** R4: length of the whole section in bytes. */
  static final int MAX_BYTES = 4096;

  /** R9: length of a name in bytes. */
  static final int MAX_NAME_BYTES = 1024;

  /** R9: length of a value in bytes. */
  static final int MAX_VALUE_BYTES = 3072;

  private static final int MAX_VARINT_BYTES = 10;

  private final byte[] bytes;
  private final int end;
  private int at;

  private TagSection(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.at = from;
    this.end = from + length;
  }

  /**
   * Reads a section whose place and limits were checked before.
   *
   * @param count what the header claims, 0 to {@link #MAX_TAGS}
   */
  static Reading<Tags> decode(byte[] bytes, int from, int length, int count) {
    if (count == 0 || length == 0) {
      return count == 0 && length == 0
          ? Reading.ok(Tags.none())
          : Reading.refused(
              "R6",
              "the header claims "
                  + count
                  + " tags in "
                  + length
                  + " bytes; no tags means no bytes, and the reverse");
    }
    return new TagSection(bytes, from, length).tags(count);
  }

  /** The canonical section, or the refusal of the first tag that breaks a limit. */
  static Reading<byte[]> encode(Tags tags) {
    if (tags.size() > MAX_TAGS) {
      return tooManyTags(Integer.toString(tags.size()));
    }
    if (tags.isEmpty()) {
      return Reading.ok(new byte[0]);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writeLong(out, tags.size());
    for (Tag tag : tags) {
      Reading<byte[]> name = encodeText(tag.name(), "name", 1, MAX_NAME_BYTES);
      Reading<byte[]> value = encodeText(tag.value(), "value", 0, MAX_VALUE_BYTES);
      for (Reading<byte[]> text : List.of(name, value)) {
        if (text instanceof Reading.Refused<byte[]>) {
          return text;
        }
        writeLong(out, text.orThrow().length);
        out.writeBytes(text.orThrow());
      }
    }
    out.write(0);
    return out.size() > MAX_BYTES
        ? tooManyBytes(Integer.toString(out.size()))
        : Reading.ok(out.toByteArray());
  }

  static <T> Reading<T> tooManyTags(String count) {
    return Reading.refused("R4", count + " tags; at most " + MAX_TAGS + " are allowed");
  }

  static <T> Reading<T> tooManyBytes(String length) {
    return Reading.refused("R4", length + " tag bytes; at most " + MAX_BYTES + " are allowed");
  }

  private Reading<Tags> tags(int count) {
    Reading<Long> claimed = readLong("block", -1);
    if (claimed instanceof Reading.Refused<Long> refused) {
      return refused.retyped();
    }
    if (claimed.orThrow() != count) {
      return Reading.refused(
          "R7", "the tag block counts " + claimed.orThrow() + " tags; the header says " + count);
    }
    List<Tag> tags = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Reading<String> name = readText("name", i, 1, MAX_NAME_BYTES);
      if (name instanceof Reading.Refused<String> refused) {
        return refused.retyped();
      }
      Reading<String> value = readText("value", i, 0, MAX_VALUE_BYTES);
      if (value instanceof Reading.Refused<String> refused) {
        return refused.retyped();
      }
      tags.add(new Tag(name.orThrow(), value.orThrow()));
    }
    if (at == end || bytes[at] != 0) {
      return Reading.refused(
          "R7", "the tag section has no 0x00 after tag " + count + "; one block only, then 0x00");
    }
    if (at + 1 != end) {
      return Reading.refused(
          "R7", (end - at - 1) + " bytes follow the end of the tags; expected none");
    }
    return Reading.ok(new Tags(tags));
  }

  private Reading<String> readText(String part, int index, int least, int most) {
    Reading<Long> read = readLong(part, index);
    if (read instanceof Reading.Refused<Long> refused) {
      return refused.retyped();
    }
    long length = read.orThrow();
    if (length < 0) {
      return Reading.refused(
          "R8", text(part, index) + " claims a length of " + length + "; 0 is the least");
    }
    if (length < least || length > most) {
      return wrongLength(text(part, index), length, least, most);
    }
    if (length > end - at) {
      return Reading.refused(
          "R8",
          text(part, index)
              + " claims "
              + length
              + " bytes, but only "
              + (end - at)
              + " tag bytes are left");
    }
    Optional<String> text = Utf8.decode(bytes, at, (int) length);
    if (text.isEmpty()) {
      return Reading.refused("R9", text(part, index) + " is not valid UTF-8");
    }
    at += (int) length;
    return Reading.ok(text.get());
  }

  // Zig-zag varint; shortest form only, at most 10 bytes and 64 bits.
  private Reading<Long> readLong(String part, int index) {
    long raw = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      if (at == end) {
        return Reading.refused("R8", "the tag section ends inside " + number(part, index));
      }
      int octet = bytes[at++] & 0xff;
      if (i == MAX_VARINT_BYTES - 1 && octet > 1) {
        return Reading.refused("R8", number(part, index) + " takes more than 64 bits");
      }
      raw |= (long) (octet & 0x7f) << (7 * i);
      if ((octet & 0x80) == 0) {
        return octet == 0 && i > 0
            ? Reading.refused(
                "R7",
                number(part, index)
                    + " is padded to "
                    + (i + 1)
                    + " bytes; expected the shortest form")
            : Reading.ok((raw >>> 1) ^ -(raw & 1));
      }
    }
    throw new AssertionError("the tenth byte is at most 1 and so ends the number");
  }

  // Named only when refused: a good item must not pay for the words of a bad one.
  private static String text(String part, int index) {
    return "the " + part + " of tag " + index;
  }

  private static String number(String part, int index) {
    return index < 0 ? "the count of the tag block" : "the length of " + text(part, index);
  }

  private static Reading<byte[]> encodeText(String text, String part, int least, int most) {
    Optional<byte[]> bytes = Utf8.encode(text);
    if (bytes.isEmpty()) {
      return Reading.refused(
          "R9", "a tag " + part + " has a lone surrogate, which UTF-8 can't hold: " + shown(text));
    }
    int length = bytes.get().length;
    return length < least || length > most
        ? wrongLength("the tag " + part + " '" + shown(text) + "'", length, least, most)
        : Reading.ok(bytes.get());
  }

  private static <T> Reading<T> wrongLength(String what, long length, int least, int most) {
    return Reading.refused(
        "R9", what + " has " + length + " bytes; " + least + " to " + most + " are allowed");
  }

  private static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static void writeLong(ByteArrayOutputStream out, long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
