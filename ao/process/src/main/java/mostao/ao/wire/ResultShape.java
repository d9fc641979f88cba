package mostao.ao.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Whether bytes are a Result just as we write it: JSON in UTF-8 with every field in our order and
 * of its type, and nothing else. Texts are passed over and not made, which is most of the work of
 * reading one.
 */
final class ResultShape {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int MOST_BYTES = StreamReadConstraints.DEFAULT_MAX_STRING_LEN;
  private static final long NOT_ASCII = 0x8080808080808080L;

  private static final SerializableString MESSAGES = new SerializedString("Messages");
  private static final SerializableString SPAWNS = new SerializedString("Spawns");
  private static final SerializableString ASSIGNMENTS = new SerializedString("Assignments");
  private static final SerializableString OUTPUT = new SerializedString("Output");
  private static final SerializableString TARGET = new SerializedString("Target");
  private static final SerializableString DATA = new SerializedString("Data");
  private static final SerializableString ANCHOR = new SerializedString("Anchor");
  private static final SerializableString TAGS = new SerializedString("Tags");
  private static final SerializableString NAME = new SerializedString("name");
  private static final SerializableString VALUE = new SerializedString("value");

  private ResultShape() {}

  /** Reads one element of an array, behind its opening brace. */
  @FunctionalInterface
  private interface Element {
    boolean fits(JsonParser json) throws IOException;
  }

  /**
   * False says nothing: a Result with assignments or an Error is not looked at here, nor what could
   * be read in another way.
   */
  static boolean fits(byte[] bytes) {
    if (bytes.length > MOST_BYTES || !isUtf8(bytes)) {
      return false;
    }
    try (JsonParser json = FACTORY.createParser(bytes)) {
      return json.nextToken() == JsonToken.START_OBJECT
          && each(json, MESSAGES, ResultShape::message)
          && each(json, SPAWNS, ResultShape::sent)
          && each(json, ASSIGNMENTS, nothing -> false)
          && text(json, OUTPUT)
          && json.nextToken() == JsonToken.END_OBJECT
          && json.nextToken() == null;
    } catch (IOException notJson) {
      return false;
    }
  }

  private static boolean message(JsonParser json) throws IOException {
    return text(json, TARGET) && sent(json);
  }

  private static boolean sent(JsonParser json) throws IOException {
    return text(json, DATA)
        && text(json, ANCHOR)
        && each(json, TAGS, ResultShape::tag)
        && json.nextToken() == JsonToken.END_OBJECT;
  }

  private static boolean tag(JsonParser json) throws IOException {
    return text(json, NAME) && text(json, VALUE) && json.nextToken() == JsonToken.END_OBJECT;
  }

  private static boolean text(JsonParser json, SerializableString name) throws IOException {
    return json.nextFieldName(name) && json.nextToken() == JsonToken.VALUE_STRING;
  }

  private static boolean each(JsonParser json, SerializableString name, Element element)
      throws IOException {
    if (!json.nextFieldName(name) || json.nextToken() != JsonToken.START_ARRAY) {
      return false;
    }
    JsonToken next = json.nextToken();
    while (next == JsonToken.START_OBJECT && element.fits(json)) {
      next = json.nextToken();
    }
    return next == JsonToken.END_ARRAY;
  }

  /** The parser takes some sequences that are not UTF-8, when it passes over them. */
  private static boolean isUtf8(byte[] bytes) {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    long seen = 0;
    while (all.remaining() >= Long.BYTES) {
      seen |= all.getLong();
    }
    while (all.hasRemaining()) {
      seen |= all.get();
    }
    if ((seen & NOT_ASCII) == 0) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(all.rewind());
      return true;
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }
}
