package mostao.ao.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/**
 * Writes a Result's JSON straight into bytes, each text in one pass, as the tree would be written.
 * Only what is ASCII, which most Results are: their data is JSON of ids and sealed texts.
 */
final class ResultWriter {
  private static final byte PLAIN = 0;
  private static final byte HEX = 1;
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

  private ResultWriter(int expected) {
    this.bytes = new byte[expected];
  }

  /** The bytes of {@link Wire#encodeResult}. */
  static byte[] write(Result result) {
    int expected = 1_000;
    for (Result.Outgoing message : result.messages()) {
      expected += message.data().length() + message.data().length() / 4;
    }
    ResultWriter writer = new ResultWriter(expected);
    boolean rare = !result.assignments().isEmpty() || result.error().isPresent();
    if (!rare) {
      writer.all(result);
    }
    return rare || !writer.ascii
        ? JsonFields.write(Wire.json(result))
        : Arrays.copyOf(writer.bytes, writer.length);
  }

  private void all(Result result) {
    raw("{\"Messages\":[");
    List<Result.Outgoing> messages = result.messages();
    for (int i = 0; i < messages.size() && ascii; i++) {
      Result.Outgoing message = messages.get(i);
      raw(i == 0 ? "{\"Target\":" : ",{\"Target\":");
      text(message.target());
      raw(",\"Data\":");
      sent(message.data(), message.anchor(), message.tags());
    }
    raw("],\"Spawns\":[");
    List<Result.Spawn> spawns = result.spawns();
    for (int i = 0; i < spawns.size() && ascii; i++) {
      Result.Spawn spawn = spawns.get(i);
      raw(i == 0 ? "{\"Data\":" : ",{\"Data\":");
      sent(spawn.data(), spawn.anchor(), spawn.tags());
    }
    raw("],\"Assignments\":[],\"Output\":");
    text(result.output());
    raw("}");
  }

  private void sent(String data, String anchor, Tags tags) {
    text(data);
    raw(",\"Anchor\":");
    text(anchor);
    raw(",\"Tags\":[");
    String name = "{\"name\":";
    for (Tag tag : tags) {
      raw(name);
      text(tag.name());
      raw(",\"value\":");
      text(tag.value());
      raw("}");
      name = ",{\"name\":";
    }
    raw("]}");
  }

  private void raw(String json) {
    byte[] more = json.getBytes(StandardCharsets.US_ASCII);
    room(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  private void text(String text) {
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
