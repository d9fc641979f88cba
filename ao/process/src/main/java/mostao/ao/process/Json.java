package mostao.ao.process;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Optional;

/** JSON as the protocol reads and writes it. Thread-safe. */
public final class Json {
  /** A second document behind the first, or a key given twice, is not JSON to us. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private static final int MAX_SCALE = 40;

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** {@code {"status":"success"}}, to be added to. */
  public static ObjectNode success() {
    return object().put("status", "success");
  }

  /** {@code {"status":"pending"}}, to be added to. */
  public static ObjectNode pending() {
    return object().put("status", "pending");
  }

  /** The tree of a text, or nothing when it is not one JSON document we can hold exactly. */
  public static Optional<JsonNode> parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null || node.isMissingNode() || hasMonsters(node)
          ? Optional.empty()
          : Optional.of(node);
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** Written out: key order as built, numbers plain. */
  public static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a JSON tree can always be written", bug);
    }
  }

  /** Unix milliseconds as the protocol shows time: seconds, with milliseconds as the fraction. */
  public static JsonNode seconds(long millis) {
    return DecimalNode.valueOf(BigDecimal.valueOf(millis, 3));
  }

  /**
   * Seconds with a fraction to Unix milliseconds, what is finer cut off; nothing if out of range.
   */
  public static Optional<Long> millis(JsonNode seconds) {
    if (!seconds.isNumber()) {
      return Optional.empty();
    }
    BigDecimal millis = seconds.decimalValue().movePointRight(3);
    return millis.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0
        ? Optional.empty()
        : Optional.of(millis.longValue());
  }

  /**
   * What is JSON but can't be kept: numbers such as 1e999999999, short to send and enormous to
   * write out, and text with half a surrogate pair, which no UTF-8 can hold.
   */
  private static boolean hasMonsters(JsonNode node) {
    if (node.isTextual() && !isUnicode(node.textValue())) {
      return true;
    }
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      if (!isUnicode(names.next())) {
        return true;
      }
    }
    if (node.isBigDecimal()) {
      BigDecimal value = node.decimalValue();
      return Math.abs((long) value.scale()) > MAX_SCALE || value.precision() > MAX_SCALE;
    }
    for (JsonNode child : node) {
      if (hasMonsters(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
