package mostao.ao.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/**
 * A JSON object that is read field by field: what is missing or wrong leaves {@link #decode} as a
 * fault that names it.
 */
public final class JsonFields {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private final JsonNode node;
  private final String path;

  private JsonFields(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /** The value that {@code read} decodes from these bytes, or why it can't. */
  public static <T> Decoded<T> decode(byte[] bytes, Function<JsonFields, T> read) {
    JsonNode node;
    try {
      node = MAPPER.readTree(bytes);
    } catch (IOException notJson) {
      return Decoded.bad(Decoded.Fault.NOT_JSON, firstLine(notJson.getMessage()));
    }
    if (node == null || !node.isObject()) {
      return Decoded.bad(Decoded.Fault.NOT_JSON, "the record is not a JSON object");
    }
    try {
      return Decoded.ok(read.apply(new JsonFields(node, "")));
    } catch (Broken broken) {
      return new Decoded.Bad<>(broken.fault);
    } catch (IllegalArgumentException contradiction) {
      return Decoded.bad(Decoded.Fault.WRONG_TYPE, firstLine(contradiction.getMessage()));
    }
  }

  public static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a JSON tree can always be written", bug);
    }
  }

  private static String firstLine(String message) {
    return message == null ? "no detail" : message.lines().findFirst().orElse("no detail");
  }

  /** Leaves the decoder from any depth. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Decoded.Fault fault;

    Broken(String name, String detail) {
      super(detail, null, false, false);
      this.fault = new Decoded.Fault(name, detail);
    }
  }

  /** To be thrown while reading, when a field has the right type and a wrong value. */
  public static RuntimeException wrong(String detail) {
    return new Broken(Decoded.Fault.WRONG_TYPE, detail);
  }

  /** The object itself, for what is passed on unread. */
  public JsonNode node() {
    return node;
  }

  public String text(String name) {
    JsonNode value = required(name);
    if (!value.isTextual()) {
      throw wrong(name, "text", value);
    }
    return value.textValue();
  }

  public Optional<String> optional(String name) {
    return node.has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  public long number(String name) {
    JsonNode value = required(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, "a whole number", value);
    }
    return value.longValue();
  }

  public int integer(String name) {
    JsonNode value = required(name);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw wrong(name, "a whole number", value);
    }
    return value.intValue();
  }

  public boolean flag(String name) {
    JsonNode value = required(name);
    if (!value.isBoolean()) {
      throw wrong(name, "true or false", value);
    }
    return value.booleanValue();
  }

  public boolean has(String name) {
    return node.has(name);
  }

  public JsonFields object(String name) {
    JsonNode value = required(name);
    if (!value.isObject()) {
      throw wrong(name, "an object", value);
    }
    return new JsonFields(value, path + name + ".");
  }

  public Tags tags() {
    return new Tags(each("Tags", tag -> new Tag(tag.text("name"), tag.text("value"))));
  }

  public <T> List<T> each(String name, Function<JsonFields, T> read) {
    JsonNode array = array(name);
    List<T> found = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      if (!element.isObject()) {
        throw wrong(name, "an array of objects", element);
      }
      found.add(read.apply(new JsonFields(element, path + name + "[" + found.size() + "].")));
    }
    return found;
  }

  public List<String> texts(String name) {
    List<String> found = new ArrayList<>();
    for (JsonNode element : array(name)) {
      if (!element.isTextual()) {
        throw wrong(name, "an array of texts", element);
      }
      found.add(element.textValue());
    }
    return found;
  }

  /** The elements of an array of anything. */
  public JsonNode array(String name) {
    JsonNode array = required(name);
    if (!array.isArray()) {
      throw wrong(name, "an array", array);
    }
    return array;
  }

  private JsonNode required(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      throw new Broken(Decoded.Fault.MISSING_FIELD, "field " + path + name + " is missing");
    }
    return value;
  }

  private Broken wrong(String name, String expected, JsonNode value) {
    return new Broken(
        Decoded.Fault.WRONG_TYPE,
        "field " + path + name + " is " + value.getNodeType() + ", not " + expected);
  }
}
