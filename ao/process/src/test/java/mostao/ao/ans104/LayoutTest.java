package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R1 to R9: what each rule refuses, and where each limit lies. */
class LayoutTest {
  private static final byte[] NONE = {};

  @Test
  void everyCutOfAnItemIsRefusedByRule1Or5() {
    byte[] whole = Vector.named("t2-target-and-anchor").bytes();
    int dataAt = whole.length - DataItem.parse(whole).orThrow().data().length;
    for (int length = 0; length < dataAt; length++) {
      assertThat(rule(Arrays.copyOf(whole, length)))
          .as("cut to %d", length)
          .hasValueSatisfying(rule -> assertThat(rule).isIn("R1", "R5"));
    }
  }

  @Test
  void smallestItemOfEachTypeIsRead() {
    for (SignatureType type : SignatureType.values()) {
      byte[] item = new byte[20 + type.signatureLength() + type.ownerLength()];
      item[0] = (byte) type.code();
      assertThat(rule(item)).as("type %s", type).isEmpty();
      assertThat(rule(Arrays.copyOf(item, item.length - 1))).as("type %s", type).hasValue("R1");
    }
  }

  /** Tag sections as hex, with the count of the header. */
  @ParameterizedTest
  @CsvSource({
    // one tag a=b, and what is not the one form of it
    "1, 020261026200, ",
    "0, 020261026200, R6",
    "1, '', R6",
    "0, 00, R6",
    "2, 020261026200, R7",
    "1, 0202610262, R7",
    "1, 02026102620000, R7",
    "1, 010a0261026200, R7",
    "1, 02026102620202610262, R7",
    "2, 02026102620202610262 00, R7",
    "1, 8200026102620 0, R7",
    "1, 02820061026200, R7",
    "1, 0202618200 6200, R7",
    "1, 02026102628000, R7",
    // an empty value may be, an empty name may not
    "1, 0202610000, ",
    "1, 020000, R9",
    // lengths: negative, beyond the section, -2^63, 2^63-1, more than 64 bits, more than 10 bytes
    "1, 0201, R8",
    "1, 02026106 6200, R8",
    "1, 02ffffffffffffffffff01, R8",
    "1, 02feffffffffffffffff01, R9",
    "1, 02ffffffffffffffffff02, R8",
    "1, 02ffffffffffffffffffff01, R8",
    "1, 02ffffff, R8",
    "1, 02, R8",
    "1, ffffffffffffffffff01, R7",
    // UTF-8: a NUL is text; a surrogate, an overlong form and a cut sequence aren't
    "1, 020261020000, ",
    "1, 02026106eda08000, R9",
    "1, 02026104c08000, R9",
    "1, 02026102c300, R9",
    "1, 0202ff026200, R9",
  })
  void tagSectionHasOneForm(long count, String section, String rule) {
    byte[] bytes = HexFormat.of().parseHex(section.replace(" ", ""));
    assertThat(rule(item(count, bytes.length, bytes))).isEqualTo(Optional.ofNullable(rule));
  }

  @ParameterizedTest
  @CsvSource({
    "129, 6, R4",
    "4294967297, 6, R4",
    "-9223372036854775808, 6, R4",
    "-1, 6, R4",
    "1, 4097, R4",
    "1, 4294967302, R4",
    "1, -1, R4",
    "1, -9223372036854775808, R4",
    "1, 7, R5",
    "1, 5, R7",
  })
  void headerNumbersAreUnsignedAndBounded(long count, long length, String rule) {
    byte[] section = HexFormat.of().parseHex("020261026200");
    assertThat(rule(item(count, length, section))).hasValue(rule);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 2", "0, 0", "8, 0", "101, 0", "255, 255", "2, 1"})
  void typeIsTwoBytesLittleEndian(int low, int high) {
    byte[] item = item(0, 0, NONE);
    item[0] = (byte) low;
    item[1] = (byte) high;
    assertThat(rule(item)).hasValue("R2");
  }

  @Test
  void limitsAreMetExactly() {
    String name = "n".repeat(TagSection.MAX_NAME_BYTES);
    String value = "v".repeat(TagSection.MAX_VALUE_BYTES);
    assertThat(built(List.of(new Tag(name, "v")))).isEmpty();
    assertThat(built(List.of(new Tag(name + "n", "v")))).hasValue("R9");
    assertThat(built(List.of(new Tag("n", value)))).isEmpty();
    assertThat(built(List.of(new Tag("n", value + "v")))).hasValue("R9");
    assertThat(built(List.of(new Tag("", "v")))).hasValue("R9");
    assertThat(built(List.of(new Tag("n", "")))).isEmpty();
    assertThat(built(List.of(new Tag("n", "\ud800")))).hasValue("R9");
    // 1 count, 2 + 1024 name, 2 + 3066 value, 1 end
    assertThat(built(List.of(new Tag(name, value.substring(6))))).isEmpty();
    assertThat(built(List.of(new Tag(name, value.substring(5))))).hasValue("R4");
    List<Tag> many = Collections.nCopies(TagSection.MAX_TAGS, new Tag("n", "v"));
    assertThat(built(many)).isEmpty();
    assertThat(built(Collections.nCopies(TagSection.MAX_TAGS + 1, new Tag("n", "v"))))
        .hasValue("R4");
  }

  @Test
  void whatIsBuiltIsReadAgain() {
    List<Tag> tags =
        List.of(new Tag("a", "1"), new Tag("a", "2"), new Tag("\u0000é\ud83d\ude00", " x "));
    DataItem built = build(tags).orThrow();
    assertThat(DataItem.parse(built.bytes()).orThrow().tags().list()).isEqualTo(tags);
    assertThat(DataItem.parse(built.bytes()).orThrow()).isEqualTo(built);
  }

  @Test
  void partsOfAnotherLengthAreRefused() {
    byte[] signature = new byte[64];
    byte[] owner = new byte[32];
    assertThat(part(new byte[63], owner, NONE, NONE)).hasValue("R1");
    assertThat(part(signature, new byte[33], NONE, NONE)).hasValue("R1");
    assertThat(part(signature, owner, new byte[31], NONE)).hasValue("R1");
    assertThat(part(signature, owner, NONE, new byte[33])).hasValue("R1");
    assertThat(part(signature, owner, new byte[32], new byte[32])).isEmpty();
  }

  @Test
  void itemDoesNotChangeWithTheArraysAround() {
    byte[] bytes = Vector.named("t2-message").bytes();
    DataItem item = DataItem.parse(bytes).orThrow();
    byte[] before = item.deepHash();
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(item.bytes(), (byte) 0);
    Arrays.fill(item.data(), (byte) 0);
    assertThat(item.deepHash()).isEqualTo(before);
  }

  private static Optional<String> part(
      byte[] signature, byte[] owner, byte[] target, byte[] anchor) {
    return rule(
        DataItem.of(SignatureType.ED25519, signature, owner, target, anchor, Tags.none(), NONE));
  }

  private static Reading<DataItem> build(List<Tag> tags) {
    return DataItem.of(
        SignatureType.ED25519, new byte[64], new byte[32], NONE, NONE, new Tags(tags), NONE);
  }

  private static Optional<String> built(List<Tag> tags) {
    return rule(build(tags));
  }

  private static byte[] item(long count, long length, byte[] section) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {2, 0});
    out.writeBytes(new byte[64 + 32 + 2]);
    out.writeBytes(
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(count)
            .putLong(length)
            .array());
    out.writeBytes(section);
    return out.toByteArray();
  }

  private static Optional<String> rule(byte[] item) {
    return rule(DataItem.parse(item));
  }

  private static <T> Optional<String> rule(Reading<T> reading) {
    return reading.fold(ok -> Optional.empty(), refusal -> Optional.of(refusal.rule()));
  }
}
