package mostao.ao.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

  /** Bytes of all that is usual, without data. */
  private static final int USUAL = 1_200;

  private static final byte[] ESCAPED = new byte[0x80];

  static {
    Arrays.fill(ESCAPED, 0, ' ', HEX);
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
      writer.raw("{");
      writer.fields(result);
    }
    return writer.writtenOr(() -> Wire.json(result));
  }

  static byte[] write(OutboxRecord outbox) {
    AsciiWriter writer = new AsciiWriter(expected(outbox.result()));
    if (!isRare(outbox.result())) {
      writer.field("{\"Process\":", outbox.process());
      writer.field(",\"Process-Module\":", outbox.processModule());
      writer.field(",\"Message\":", outbox.message());
      writer.field(",\"Action\":", outbox.action());
      writer.raw(",\"Nonce\":" + outbox.nonce());
      writer.raw(",\"Timestamp\":" + outbox.timestamp());
      writer.field(",\"Pushed-For\":", outbox.pushedFor());
      writer.raw(",\"Depth\":" + outbox.depth() + ",");
      writer.fields(outbox.result());
    }
    return writer.writtenOr(() -> Wire.json(outbox));
  }

  static byte[] write(InboxRecord inbox) {
    Optional<String> plain = inbox.data().plain();
    AsciiWriter writer = new AsciiWriter(USUAL + roomFor(plain.orElse("")));
    if (inbox.assigned().isEmpty() && plain.isPresent()) {
      writer.field("{\"Id\":", inbox.id());
      writer.field(",\"Owner\":", inbox.owner());
      writer.field(",\"OwnerKey\":", inbox.ownerKey());
      writer.raw(",\"SignatureType\":" + inbox.signatureType());
      writer.field(",\"Signature\":", inbox.signature());
      writer.field(",\"From\":", inbox.from());
      writer.field(",\"Target\":", inbox.target());
      writer.field(",\"Anchor\":", inbox.anchor());
      writer.tags(",\"Tags\":", inbox.tags());
      writer.field(",\"Data\":", plain.get());
      writer.raw("}");
    }
    return writer.writtenOr(() -> Wire.json(inbox));
  }

  private static int expected(Result result) {
    int expected = USUAL;
    for (Result.Outgoing message : result.messages()) {
      expected += roomFor(message.data());
    }
    return expected;
  }

  private static int roomFor(String data) {
    return data.length() + data.length() / 4;
  }

  private static boolean isRare(Result result) {
    return !result.assignments().isEmpty() || result.error().isPresent();
  }

  /** What was written; what the tree writes, if nothing was or something is not ASCII. */
  private byte[] writtenOr(Supplier<ObjectNode> tree) {
    return length == 0 || !ascii ? JsonFields.write(tree.get()) : Arrays.copyOf(bytes, length);
  }

  private void fields(Result result) {
    raw("\"Messages\":[");
    List<Result.Outgoing> messages = result.messages();
    for (int i = 0; i < messages.size() && ascii; i++) {
      Result.Outgoing message = messages.get(i);
      field(i == 0 ? "{\"Target\":" : ",{\"Target\":", message.target());
      field(",\"Data\":", message.data());
      sent(message.anchor(), message.tags());
    }
    raw("],\"Spawns\":[");
    List<Result.Spawn> spawns = result.spawns();
    for (int i = 0; i < spawns.size() && ascii; i++) {
      Result.Spawn spawn = spawns.get(i);
      field(i == 0 ? "{\"Data\":" : ",{\"Data\":", spawn.data());
      sent(spawn.anchor(), spawn.tags());
    }
    field("],\"Assignments\":[],\"Output\":", result.output());
    raw("}");
  }

  private void sent(String anchor, Tags tags) {
    field(",\"Anchor\":", anchor);
    tags(",\"Tags\":", tags);
    raw("}");
  }

  private void tags(String field, Tags tags) {
    raw(field);
    raw("[");
    String name = "{\"name\":";
    for (Tag tag : tags) {
      field(name, tag.name());
      field(",\"value\":", tag.value());
      raw("}");
      name = ",{\"name\":";
    }
    raw("]");
  }

  private void field(String name, String value) {
    raw(name);
    text(value);
  }

  private void raw(String json) {
    byte[] more = json.getBytes(StandardCharsets.US_ASCII);
    room(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  private void text(String text) {
    if (!ascii) {
      return;
    }
    room(2 + 2 * text.length());
    byte[] to = bytes;
    int at = length;
    to[at++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ESCAPED.length) {
        ascii = false;
        return;
      }
      byte escape = ESCAPED[c];
      if (escape == PLAIN) {
        to[at++] = (byte) c;
      } else if (escape == HEX) {
        length = at;
        hex(c, 1 + 2 * (text.length() - i));
        to = bytes;
        at = length;
      } else {
        to[at++] = '\\';
        to[at++] = escape;
      }
    }
    to[at++] = '"';
    length = at;
  }

  /**
   * @param behind bytes that there is still room for
   */
  private void hex(char c, int behind) {
    raw(c < 0x10 ? "\\u000" : "\\u001");
    room(1 + behind);
    bytes[length++] = (byte) Character.toUpperCase(Character.forDigit(c & 0xF, 16));
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
