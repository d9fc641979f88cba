package mostao.ao.ans104;

import static mostao.ao.fuzz.Cost.must;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import mostao.ao.fuzz.Cost;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/**
 * The tag section of an item: the input's first byte is the count, the rest the section. What is
 * read is within the limits and has these bytes as its one encoding.
 */
public final class TagsTarget {
  private static final int FACTOR = 64;

  private TagsTarget() {}

  public static List<byte[]> seeds() {
    return List.of(
        seed(Tags.of("Data-Protocol", "ao", "Variant", "ao.TN.1", "Type", "Message")),
        seed(Tags.of("Action", "Register", "Action", "é\uD83D\uDE00", "x", "")),
        seed(Tags.of("n".repeat(100), "v".repeat(1000))),
        new byte[] {0});
  }

  private static byte[] seed(Tags tags) {
    byte[] section = TagSection.encode(tags).orThrow();
    return ByteBuffer.allocate(1 + section.length).put((byte) tags.size()).put(section).array();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      Cost.bounded(input, FACTOR, () -> read(input));
    }
  }

  private static void read(byte[] input) {
    SignatureType type = SignatureType.of(2).orElseThrow();
    int count = input[0] & 0xff;
    byte[] section = Arrays.copyOfRange(input, 1, input.length);
    byte[] item =
        ByteBuffer.allocate(
                2 + type.signatureLength() + type.ownerLength() + 2 + 16 + section.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) type.code())
            .position(2 + type.signatureLength() + type.ownerLength() + 2)
            .putLong(count)
            .putLong(section.length)
            .put(section)
            .array();
    if (!(DataItem.parse(item) instanceof Reading.Ok<DataItem> ok)) {
      return;
    }
    Tags tags = ok.value().tags();
    must(tags.size() == count && count <= TagSection.MAX_TAGS, "other tags than were counted");
    must(
        Arrays.equals(TagSection.encode(tags).orThrow(), section),
        "the tags have two encodings: " + tags);
    for (Tag tag : tags) {
      int name = tag.name().getBytes(StandardCharsets.UTF_8).length;
      int value = tag.value().getBytes(StandardCharsets.UTF_8).length;
      must(name >= 1 && name <= TagSection.MAX_NAME_BYTES, "a name of " + name + " bytes");
      must(value <= TagSection.MAX_VALUE_BYTES, "a value of " + value + " bytes");
      must(tags.first(tag.name()).equals(tags.all(tag.name()).stream().findFirst()), "first tag");
      must(tags.ofAo(tag.name()).isPresent(), "a tag that is there was not found");
    }
  }
}
