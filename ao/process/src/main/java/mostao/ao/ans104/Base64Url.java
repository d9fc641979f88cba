package mostao.ao.ans104;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Base64url as AO writes it: no padding, and exactly one text for any bytes. */
public final class Base64Url {
  /** Length of an id as text: 32 bytes. */
  public static final int ID_LENGTH = 43;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private Base64Url() {}

  public static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /**
   * The bytes of a text, or empty when the text isn't the one encoding of any: padding, characters
   * outside the alphabet, left-over bits.
   */
  public static Optional<byte[]> decode(String text) {
    if (!isAlphabetOnly(text) || text.length() % 4 == 1 || hasLeftOverBits(text)) {
      return Optional.empty();
    }
    return Optional.of(DECODER.decode(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** True for 43 characters that encode exactly 32 bytes, canonically. */
  public static boolean isId(String text) {
    return text.length() == ID_LENGTH && isAlphabetOnly(text) && !hasLeftOverBits(text);
  }

  private static boolean isAlphabetOnly(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (sextet(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  // Two characters past a full group carry 4 bits too many, three carry 2.
  private static boolean hasLeftOverBits(String text) {
    int rest = text.length() % 4;
    if (rest < 2) {
      return false;
    }
    int unused = rest == 2 ? 0x0f : 0x03;
    return (sextet(text.charAt(text.length() - 1)) & unused) != 0;
  }

  private static int sextet(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    if (c == '-') {
      return 62;
    }
    return c == '_' ? 63 : -1;
  }
}
