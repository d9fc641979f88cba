package mostao.ao.ans104;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** UTF-8 that refuses what it can't express instead of replacing it. */
final class Utf8 {
  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  /** Empty when the bytes aren't UTF-8: surrogates, overlong forms, cut sequences. */
  static Optional<String> decode(byte[] bytes, int from, int length) {
    // Replaces what it can't express, so without a replacement there was nothing wrong; saves
    // a decoder for every name and value.
    String lenient = new String(bytes, from, length, StandardCharsets.UTF_8);
    return lenient.indexOf(REPLACEMENT) < 0 ? Optional.of(lenient) : strict(bytes, from, length);
  }

  private static Optional<String> strict(byte[] bytes, int from, int length) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes, from, length))
              .toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  /** Empty when the text holds half of a surrogate pair. */
  static Optional<byte[]> encode(String text) {
    // Writes a question mark for what it can't express, so without one there was nothing wrong.
    byte[] lenient = text.getBytes(StandardCharsets.UTF_8);
    for (byte one : lenient) {
      if (one == '?') {
        return strict(text);
      }
    }
    return Optional.of(lenient);
  }

  private static Optional<byte[]> strict(String text) {
    try {
      ByteBuffer encoded =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return Optional.of(bytes);
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }
}
