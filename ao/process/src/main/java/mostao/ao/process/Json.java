package mostao.ao.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
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
  /** Objects and arrays inside each other. */
  static final int MAX_DEPTH = 64;

  /** A second document behind the first, or a key given twice, is not JSON to us. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private static final char BYTE_ORDER_MARK = '\uFEFF';

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
      return node == null || node.isMissingNode() || !canBeKept(node)
          ? Optional.empty()
          : Optional.of(node);
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    } catch (NumberFormatException tooLargeAnExponent) {
      // Jackson lets BigDecimal's own exception pass for 1e99999999999.
      return Optional.empty();
    }
  }

  /**
   * Whether a text begins as a JSON object or array does, behind white space or a byte-order mark:
   * then it was meant as JSON, and is never taken for plain text.
   */
  static boolean looksLikeJson(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{' || c == '[') {
        return true;
      }
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != BYTE_ORDER_MARK) {
        return false;
      }
    }
    return false;
  }

  /** Written out: key order as built, numbers plain. */
  public static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a JSON tree can always be written", bug);
    }
  }

  /** No fewer bytes of UTF-8 than {@link #write} makes of this, without looking at its texts. */
  static long mostBytes(JsonNode node) {
    if (node.isTextual()) {
      return mostBytes(node.textValue());
    }
    if (node.isNumber()) {
      BigDecimal number = node.decimalValue();
      return number.precision() + (long) Math.abs(number.scale()) + 3;
    }
    if (!node.isContainerNode()) {
      return 5;
    }
    long most = 2;
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      most += mostBytes(names.next()) + 1;
    }
    for (JsonNode child : node) {
      most += mostBytes(child) + 1;
    }
    return most;
  }

  /** Each character as {@code \\u0000}. */
  private static long mostBytes(String text) {
    return 2 + 6L * text.length();
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
   * Some JSON can't be kept: a number no double holds, which the clients would read as another one,
   * and text with half a surrogate pair, which no UTF-8 can hold.
   */
  private static boolean canBeKept(JsonNode node) {
    if (node.isTextual()) {
      return isUnicode(node.textValue());
    }
    if (node.isBigDecimal() || node.isBigInteger()) {
      BigDecimal exact = node.decimalValue();
      double held = exact.doubleValue();
      return Double.isFinite(held) && (held != 0 || exact.signum() == 0);
    }
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      if (!isUnicode(names.next())) {
        return false;
      }
    }
    for (JsonNode child : node) {
      if (!canBeKept(child)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
