package mostao.ao.wire;

import com.fasterxml.jackson.core.StreamReadConstraints;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/**
 * Reads what {@link AsciiWriter} writes, straight from the bytes: each text is looked through once
 * and made once, where a tree makes a node for every field. Whatever is not in just that form
 * (other fields or another order, spaces, what is not ASCII, rare escapes) is not read here, and
 * {@link JsonFields} decides what it is.
 */
final class AsciiReader {
  private static final int MOST_BYTES = StreamReadConstraints.DEFAULT_MAX_STRING_LEN;
  private static final int MOST_DIGITS = 18;

  private final byte[] bytes;
  private int at;

  /** Whether all so far is in the form that is read here. */
  private boolean fits;

  private AsciiReader(byte[] bytes) {
    this.bytes = bytes;
    this.fits = bytes.length <= MOST_BYTES;
  }

  /** The record; nothing where {@link JsonFields} is to look. */
  static Optional<InboxRecord> inbox(byte[] bytes) {
    AsciiReader reader = new AsciiReader(bytes);
    InboxRecord inbox =
        new InboxRecord(
            reader.text(AsciiForm.ID),
            reader.text(AsciiForm.OWNER),
            reader.text(AsciiForm.OWNER_KEY),
            reader.integer(AsciiForm.SIGNATURE_TYPE),
            reader.text(AsciiForm.SIGNATURE),
            reader.text(AsciiForm.FROM),
            reader.text(AsciiForm.TARGET),
            reader.text(AsciiForm.ANCHOR),
            reader.tags(),
            ItemData.owning(reader.data(AsciiForm.DATA)));
    return reader.whole(inbox);
  }

  /** The record; nothing where {@link JsonFields} is to look. */
  static Optional<OutboxRecord> outbox(byte[] bytes) {
    AsciiReader reader = new AsciiReader(bytes);
    OutboxRecord outbox =
        new OutboxRecord(
            reader.text(AsciiForm.PROCESS),
            reader.text(AsciiForm.PROCESS_MODULE),
            reader.text(AsciiForm.MESSAGE),
            reader.text(AsciiForm.ACTION),
            reader.number(AsciiForm.NONCE),
            reader.number(AsciiForm.TIMESTAMP),
            reader.text(AsciiForm.PUSHED_FOR),
            reader.integer(AsciiForm.DEPTH),
            reader.result());
    return reader.whole(outbox);
  }

  /** What was read, if nothing else follows. */
  private <T> Optional<T> whole(T read) {
    take('}');
    return fits && at == bytes.length ? Optional.of(read) : Optional.empty();
  }

  private Result result() {
    List<Result.Outgoing> messages = new ArrayList<>();
    for (boolean more = begins(AsciiForm.MESSAGES); more; more = goesOn()) {
      messages.add(
          new Result.Outgoing(
              text(AsciiForm.SENT_TO), text(AsciiForm.DATA), text(AsciiForm.ANCHOR), tags()));
      take('}');
    }
    List<Result.Spawn> spawns = new ArrayList<>();
    for (boolean more = begins(AsciiForm.SPAWNS); more; more = goesOn()) {
      spawns.add(new Result.Spawn(text(AsciiForm.SPAWNED_WITH), text(AsciiForm.ANCHOR), tags()));
      take('}');
    }
    return Result.of(messages, spawns).saying(text(AsciiForm.OUTPUT));
  }

  private Tags tags() {
    List<Tag> tags = new ArrayList<>();
    for (boolean more = begins(AsciiForm.TAGS); more; more = goesOn()) {
      tags.add(new Tag(text(AsciiForm.NAME), text(AsciiForm.VALUE)));
      take('}');
    }
    return new Tags(tags);
  }

  /** Whether an array begins that is not empty; an empty one is passed over. */
  private boolean begins(byte[] array) {
    expect(array);
    if (fits && at < bytes.length && bytes[at] == ']') {
      at++;
      return false;
    }
    return fits;
  }

  /** Whether another element follows; the end of the array is passed over. */
  private boolean goesOn() {
    if (fits && at < bytes.length && bytes[at] == ',') {
      at++;
      return true;
    }
    take(']');
    return false;
  }

  private void take(char expected) {
    fits = fits && at < bytes.length && bytes[at] == expected;
    at++;
  }

  private void expect(byte[] expected) {
    int end = at + expected.length;
    fits =
        fits && end <= bytes.length && Arrays.equals(bytes, at, end, expected, 0, expected.length);
    at = end;
  }

  private int integer(byte[] name) {
    long number = number(name);
    fits = fits && number <= Integer.MAX_VALUE;
    return (int) number;
  }

  /** Digits alone, as many as surely fit. */
  private long number(byte[] name) {
    expect(name);
    if (!fits) {
      return 0;
    }
    int begin = at;
    long number = 0;
    for (; at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      number = 10 * number + (bytes[at] - '0');
    }
    int digits = at - begin;
    fits = digits == 1 || (digits > 1 && digits <= MOST_DIGITS && bytes[begin] != '0');
    return number;
  }

  /**
   * @param name ends with the text's opening quote
   */
  private String text(byte[] name) {
    expect(name);
    int begin = at;
    boolean escaped = pass();
    if (!fits) {
      return "";
    }
    return escaped
        ? new String(unescaped(begin, at - 1), StandardCharsets.ISO_8859_1)
        : new String(bytes, begin, at - 1 - begin, StandardCharsets.ISO_8859_1);
  }

  /** As {@link #text}, the bytes of the text, which are the caller's own. */
  private byte[] data(byte[] name) {
    expect(name);
    int begin = at;
    boolean escaped = pass();
    if (!fits) {
      return new byte[0];
    }
    return escaped ? unescaped(begin, at - 1) : Arrays.copyOfRange(bytes, begin, at - 1);
  }

  /**
   * Passes over a text and its closing quote. What is not ASCII is below zero, as a byte.
   *
   * @return whether there is an escape in it
   */
  private boolean pass() {
    boolean escaped = false;
    while (fits && at < bytes.length && bytes[at] >= ' ' && bytes[at] != '"') {
      boolean escape = bytes[at] == '\\';
      escaped |= escape;
      at += escape ? 2 : 1;
    }
    take('"');
    return escaped;
  }

  private byte[] unescaped(int begin, int end) {
    byte[] plain = new byte[end - begin];
    int length = 0;
    for (int i = begin; i < end; i++) {
      byte next = bytes[i];
      if (next == '\\') {
        i++;
        next = escapedBy(bytes[i]);
        fits = fits && next != 0;
      }
      plain[length++] = next;
    }
    return Arrays.copyOf(plain, length);
  }

  /** The character that an escape stands for; 0 for one that is rare or none. */
  private static byte escapedBy(byte escape) {
    return switch (escape) {
      case '"', '\\' -> escape;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> 0;
    };
  }
}
