package mostao.ao.ans104;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** UTF-8 that refuses what it can't express instead of replacing it. */
final class Utf8 {
  private Utf8() {}

  /** Empty when the bytes aren't UTF-8: surrogates, overlong forms, cut sequences. */
  static Optional<String> decode(byte[] bytes, int from, int length) {
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
