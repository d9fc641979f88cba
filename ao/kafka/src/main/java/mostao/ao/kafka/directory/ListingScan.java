package mostao.ao.kafka.directory;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mostao.ao.message.Names;

/**
 * Reads a directory record as our programs write it, without a JSON parser: at a start there are
 * millions of them. Anything else (spaces, escapes, other fields or another order, characters
 * outside ASCII) it does not read, and the parser decides. Used once, by one thread.
 */
final class ListingScan {
  private static final byte[] PROCESS = ascii("{\"Process\":\"");
  private static final byte[] MODULE = ascii("\",\"Module\":\"");
  private static final byte[] MODULE_ID = ascii("\",\"Module-Id\":\"");
  private static final byte[] OWNER = ascii("\",\"Owner\":\"");
  private static final byte[] TAGS = ascii("\",\"Tags\":[");
  private static final byte[] NAME = ascii("{\"name\":\"");
  private static final byte[] VALUE = ascii("\",\"value\":\"");
  private static final byte[] TAG_END = ascii("\"}");
  private static final byte[] END = ascii("]}");

  private static final byte[] HANDLE_OWNER = ascii(Listing.HANDLE_OWNER);
  private static final byte[] FIRST_OWNER = ascii(Listing.FIRST_OWNER);
  private static final byte[] SECOND_OWNER = ascii(Listing.SECOND_OWNER);
  private static final byte[] FROM_PROCESS = ascii(Names.FROM_PROCESS);

  private final byte[] bytes;
  private int at;
  private boolean pushed;
  private String handleOwner;
  private String firstOwner;
  private String secondOwner;

  private ListingScan(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The listing, or empty if the parser must read the record. */
  static Optional<Listing> read(byte[] bytes) {
    return new ListingScan(bytes).read();
  }

  private Optional<Listing> read() {
    String process = textBehind(PROCESS);
    String module = textBehind(MODULE);
    String moduleId = textBehind(MODULE_ID);
    String owner = textBehind(OWNER);
    if (owner == null || !skip(TAGS) || !tags() || !skip(END) || at != bytes.length) {
      return Optional.empty();
    }
    return Optional.of(
        new Listing(
            process,
            module,
            moduleId,
            owner,
            pushed,
            Listing.readers(
                module, owner, orEmpty(handleOwner), orEmpty(firstOwner), orEmpty(secondOwner))));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private boolean tags() {
    if (at < bytes.length && bytes[at] == ']') {
      return true;
    }
    while (tag()) {
      if (at >= bytes.length || bytes[at] != ',') {
        return true;
      }
      at++;
    }
    return false;
  }

  private boolean tag() {
    if (!skip(NAME)) {
      return false;
    }
    int name = at;
    if (!toQuote()) {
      return false;
    }
    int nameEnd = at;
    if (!skip(VALUE)) {
      return false;
    }
    int value = at;
    if (!toQuote()) {
      return false;
    }
    keep(name, nameEnd, value);
    return skip(TAG_END);
  }

  /** The first tag of a name counts. */
  private void keep(int name, int nameEnd, int value) {
    if (is(FROM_PROCESS, name, nameEnd)) {
      pushed = true;
    } else if (handleOwner == null && is(HANDLE_OWNER, name, nameEnd)) {
      handleOwner = text(value);
    } else if (firstOwner == null && is(FIRST_OWNER, name, nameEnd)) {
      firstOwner = text(value);
    } else if (secondOwner == null && is(SECOND_OWNER, name, nameEnd)) {
      secondOwner = text(value);
    }
  }

  /** Null if what is expected is not here, and from then on. */
  private String textBehind(byte[] expected) {
    if (!skip(expected)) {
      at = bytes.length + 1;
      return null;
    }
    int start = at;
    if (!toQuote()) {
      at = bytes.length + 1;
      return null;
    }
    return text(start);
  }

  private String text(int start) {
    return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
  }

  private boolean skip(byte[] expected) {
    if (at + expected.length > bytes.length || !is(expected, at, at + expected.length)) {
      return false;
    }
    at += expected.length;
    return true;
  }

  private boolean is(byte[] expected, int start, int end) {
    if (end - start != expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes[start + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** To the end of a text that says what it says: without escapes, printable ASCII. */
  private boolean toQuote() {
    while (at < bytes.length) {
      byte c = bytes[at];
      if (c == '"') {
        return true;
      }
      if (c < ' ' || c == 0x7f || c == '\\') {
        return false;
      }
      at++;
    }
    return false;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
