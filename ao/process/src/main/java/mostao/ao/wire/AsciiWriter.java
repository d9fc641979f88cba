package mostao.ao.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/**
 * Writes the JSON of what every message makes, a record for an inbox, a record for an outbox and a
 * Result, straight into bytes, each text in one pass, as the tree would be written. Only what is
 * ASCII, which most are: their data is JSON of ids and sealed texts. The tree writes the rest.
 */
final class AsciiWriter {
  private static final byte PLAIN = 0;
  private static final byte HEX = 1;
  private static final byte UNSURE = 2;

  private static final byte[] AND = {','};
  private static final byte[] END = {'}'};
  private static final byte[] END_OF_ARRAY = {']'};

  /** Of a control character. */
  private static final int LONGEST_ESCAPE = 6;

  /** Bytes of what is usual, without data: of a record for an outbox and of a message in it. */
  private static final int OUTBOX = 450;

  private static final int MESSAGE = 500;

  /** Of a record for an inbox, without data, signature and key. */
  private static final int INBOX = 900;

  /** Of a record for a wallet, without its item. */
  private static final int WALLET = 250;

  private static final byte[] ESCAPED = new byte[0x80];

  static {
    Arrays.fill(ESCAPED, 0, ' ', HEX);
    ESCAPED['?'] = UNSURE;
    ESCAPED['"'] = '"';
    ESCAPED['\\'] = '\\';
    ESCAPED['\b'] = 'b';
    ESCAPED['\t'] = 't';
    ESCAPED['\n'] = 'n';
    ESCAPED['\f'] = 'f';
    ESCAPED['\r'] = 'r';
  }

  private byte[] bytes;
  private int length;
  private boolean ascii = true;

  private AsciiWriter(int expected) {
    this.bytes = new byte[expected];
  }

  /** The bytes of {@link Wire#encodeResult}. */
  static byte[] write(Result result) {
    AsciiWriter writer = new AsciiWriter(expected(result));
    if (!isRare(result)) {
      writer.fields(AsciiForm.RESULT, result);
    }
    return writer.writtenOr(() -> Wire.json(result));
  }

  static byte[] write(OutboxRecord outbox) {
    AsciiWriter writer = new AsciiWriter(expected(outbox.result()));
    if (!isRare(outbox.result())) {
      writer.text(AsciiForm.PROCESS, outbox.process());
      writer.text(AsciiForm.PROCESS_MODULE, outbox.processModule());
      writer.text(AsciiForm.MESSAGE, outbox.message());
      writer.text(AsciiForm.ACTION, outbox.action());
      writer.number(AsciiForm.NONCE, outbox.nonce());
      writer.number(AsciiForm.TIMESTAMP, outbox.timestamp());
      writer.text(AsciiForm.PUSHED_FOR, outbox.pushedFor());
      writer.number(AsciiForm.DEPTH, outbox.depth());
      writer.fields(AsciiForm.MESSAGES, outbox.result());
    }
    return writer.writtenOr(() -> Wire.json(outbox));
  }

  static byte[] write(InboxRecord inbox) {
    AsciiWriter writer = new AsciiWriter(expected(inbox));
    if (inbox.assigned().isEmpty()) {
      writer.fields(inbox);
    }
    return writer.writtenOr(() -> Wire.json(inbox));
  }

  static byte[] write(WalletRecord wallet) {
    AsciiWriter writer = new AsciiWriter(WALLET + expected(wallet.item()));
    if (wallet.item().assigned().isEmpty()) {
      writer.text(AsciiForm.PROCESS, wallet.process());
      writer.text(AsciiForm.MESSAGE, wallet.message());
      writer.number(AsciiForm.NONCE, wallet.nonce());
      writer.number(AsciiForm.INDEX, wallet.index());
      writer.number(AsciiForm.TIMESTAMP, wallet.timestamp());
      writer.raw(AsciiForm.ITEM);
      writer.fields(wallet.item());
      writer.raw(END);
    }
    return writer.writtenOr(() -> Wire.json(wallet));
  }

  private static int expected(InboxRecord inbox) {
    return INBOX
        + inbox.signature().length()
        + inbox.ownerKey().length()
        + roomFor(inbox.data().length());
  }

  private void fields(InboxRecord inbox) {
    text(AsciiForm.ID, inbox.id());
    text(AsciiForm.OWNER, inbox.owner());
    text(AsciiForm.OWNER_KEY, inbox.ownerKey());
    number(AsciiForm.SIGNATURE_TYPE, inbox.signatureType());
    text(AsciiForm.SIGNATURE, inbox.signature());
    text(AsciiForm.FROM, inbox.from());
    text(AsciiForm.TARGET, inbox.target());
    text(AsciiForm.ANCHOR, inbox.anchor());
    tags(inbox.tags());
    data(AsciiForm.DATA, inbox.data());
    raw(END);
  }

  private static int expected(Result result) {
    int expected = OUTBOX + roomFor(result.output().length());
    for (Result.Outgoing message : result.messages()) {
      expected += MESSAGE + roomFor(message.data().length());
    }
    return expected;
  }

  private static int roomFor(int length) {
    return length + length / 4;
  }

  private static boolean isRare(Result result) {
    return !result.assignments().isEmpty() || result.error().isPresent();
  }

  /** What was written; what the tree writes, if nothing was or something is not ASCII. */
  private byte[] writtenOr(Supplier<ObjectNode> tree) {
    return length == 0 || !ascii ? JsonFields.write(tree.get()) : Arrays.copyOf(bytes, length);
  }

  /**
   * @param begin of the array of messages
   */
  private void fields(byte[] begin, Result result) {
    raw(begin);
    List<Result.Outgoing> messages = result.messages();
    for (int i = 0; i < messages.size() && ascii; i++) {
      Result.Outgoing message = messages.get(i);
      and(i);
      text(AsciiForm.SENT_TO, message.target());
      text(AsciiForm.DATA, message.data());
      sent(message.anchor(), message.tags());
    }
    raw(END_OF_ARRAY);
    raw(AsciiForm.SPAWNS);
    List<Result.Spawn> spawns = result.spawns();
    for (int i = 0; i < spawns.size() && ascii; i++) {
      Result.Spawn spawn = spawns.get(i);
      and(i);
      text(AsciiForm.SPAWNED_WITH, spawn.data());
      sent(spawn.anchor(), spawn.tags());
    }
    raw(END_OF_ARRAY);
    text(AsciiForm.OUTPUT, result.output());
    raw(END);
  }

  private void sent(String anchor, Tags tags) {
    text(AsciiForm.ANCHOR, anchor);
    tags(tags);
    raw(END);
  }

  private void tags(Tags tags) {
    raw(AsciiForm.TAGS);
    List<Tag> list = tags.list();
    for (int i = 0; i < list.size(); i++) {
      Tag tag = list.get(i);
      and(i);
      text(AsciiForm.NAME, tag.name());
      text(AsciiForm.VALUE, tag.value());
      raw(END);
    }
    raw(END_OF_ARRAY);
  }

  private void and(int before) {
    if (before > 0) {
      raw(AND);
    }
  }

  private void number(byte[] name, long number) {
    raw(name);
    raw(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
  }

  private void raw(byte[] json) {
    room(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
  }

  private void text(byte[] name, String text) {
    raw(name);
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ascii = ascii && utf8.length == text.length();
    if (ascii && put(utf8)) {
      // Half a surrogate pair is a question mark in UTF-8.
      ascii = text.chars().allMatch(c -> c < ESCAPED.length);
    }
  }

  /** Of data, as text, what would not grow. */
  private void data(byte[] name, ItemData data) {
    raw(name);
    ascii = ascii && data.isPlainAscii();
    if (ascii) {
      put(data.own());
    }
  }

  /**
   * A text without its first quote.
   *
   * @return whether there is a question mark in it
   */
  private boolean put(byte[] text) {
    room(text.length + 1);
    byte[] to = bytes;
    int at = length;
    boolean unsure = false;
    for (int i = 0; i < text.length; i++) {
      byte one = text[i];
      byte escape = ESCAPED[one];
      if (escape == PLAIN) {
        to[at++] = one;
      } else if (escape == UNSURE) {
        to[at++] = one;
        unsure = true;
      } else {
        length = at;
        escaped(one, escape, text.length - i);
        to = bytes;
        at = length;
      }
    }
    to[at++] = '"';
    length = at;
    return unsure;
  }

  /**
   * @param behind bytes that there is still room for
   */
  private void escaped(byte one, byte escape, int behind) {
    room(LONGEST_ESCAPE + behind);
    if (escape == HEX) {
      raw(one < 0x10 ? AsciiForm.ESCAPED_0 : AsciiForm.ESCAPED_1);
      bytes[length++] = (byte) Character.toUpperCase(Character.forDigit(one & 0xF, 16));
    } else {
      bytes[length++] = '\\';
      bytes[length++] = escape;
    }
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
