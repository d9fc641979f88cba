package mostao.ao.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** An item's data: bytes, most often text. Immutable. */
public final class ItemData {
  private final byte[] bytes;

  private ItemData(byte[] bytes) {
    this.bytes = bytes;
  }

  public static ItemData of(byte[] bytes) {
    return new ItemData(bytes.clone());
  }

  /** Of bytes that nobody else has. */
  static ItemData owning(byte[] bytes) {
    return new ItemData(bytes);
  }

  public static ItemData of(String text) {
    return new ItemData(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes themselves, which stay as they are. */
  byte[] own() {
    return bytes;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  /** The data as text, if it is UTF-8. */
  public Optional<String> text() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  /**
   * The data as text, if JSON can hold it without growing: control characters would take six bytes
   * each.
   */
  public Optional<String> plain() {
    for (byte one : bytes) {
      if (one >= 0 && one < ' ' && one != '\n' && one != '\r' && one != '\t') {
        return Optional.empty();
      }
    }
    return text();
  }

  /** Whether it is {@link #plain} and all of it ASCII. */
  boolean isPlainAscii() {
    for (byte one : bytes) {
      // What is not ASCII is below zero, as a byte.
      if (one < ' ' && one != '\n' && one != '\r' && one != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Data that JSON can't hold as text; {@code Data-Encoding} marks it. */
  public String base64Url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemData that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "ItemData[" + bytes.length + " bytes]";
  }
}
