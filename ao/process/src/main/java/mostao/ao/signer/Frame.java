package mostao.ao.signer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One message of the protocol, see the package's description.
 *
 * @param number of the question
 */
record Frame(Kind kind, int number, byte[] content) {
  static final int VERSION = 1;

  /** Longest content: an item of this size fits on no topic. */
  static final int MOST_CONTENT = 4 * 1024 * 1024;

  private static final int LENGTH = 4;
  private static final int HEAD = 6;
  private static final int MOST_TEXT = 500;

  /** What a frame says. The order is that of the codes, from 1. */
  enum Kind {
    HELLO,
    SIGN,
    KEY,
    SIGNED,
    REFUSED,
    FAULT;

    private static Optional<Kind> of(int code) {
      return Arrays.stream(values()).filter(kind -> kind.code() == code).findFirst();
    }

    int code() {
      return ordinal() + 1;
    }
  }

  /** The bytes are not a frame of this protocol. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  static Frame of(Kind kind, int number, byte[] content) {
    return new Frame(kind, number, content);
  }

  /** With a sentence, cut to what the protocol allows. */
  static Frame of(Kind kind, int number, String sentence) {
    byte[] text = sentence.getBytes(StandardCharsets.UTF_8);
    return new Frame(
        kind, number, text.length <= MOST_TEXT ? text : Arrays.copyOf(text, MOST_TEXT));
  }

  /** The content as a sentence; cut, in case the other side does not keep to the limit. */
  String text() {
    return new String(content, 0, Math.min(content.length, MOST_TEXT), StandardCharsets.UTF_8);
  }

  ByteBuffer bytes() {
    return ByteBuffer.allocate(LENGTH + HEAD + content.length)
        .putInt(HEAD + content.length)
        .put((byte) VERSION)
        .put((byte) kind.code())
        .putInt(number)
        .put(content)
        .flip();
  }

  /** Gives the next so many bytes, all of them. */
  @FunctionalInterface
  interface Source {
    ByteBuffer next(int bytes) throws IOException;
  }

  /**
   * @throws Malformed naming what is wrong; nothing is allocated for a length over the limit
   */
  static Frame read(Source source) throws IOException {
    int length = source.next(LENGTH).getInt();
    if (length < HEAD || length > HEAD + MOST_CONTENT) {
      throw new Malformed(
          "a frame of "
              + Integer.toUnsignedString(length)
              + " bytes; from "
              + HEAD
              + " to "
              + (HEAD + MOST_CONTENT)
              + " are possible");
    }
    ByteBuffer head = source.next(HEAD);
    int version = Byte.toUnsignedInt(head.get());
    if (version != VERSION) {
      throw new Malformed("version " + version + " of the protocol; this is version " + VERSION);
    }
    int code = Byte.toUnsignedInt(head.get());
    Kind kind =
        Kind.of(code).orElseThrow(() -> new Malformed("a frame of the unknown kind " + code));
    int number = head.getInt();
    byte[] content = new byte[length - HEAD];
    source.next(content.length).get(content);
    return new Frame(kind, number, content);
  }
}
