package mostao.ao.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The optional arguments of an Action, from the JSON object in the data. A number may come as text.
 * Read all of them, then ask for {@link #refusal()}: the first that was wrong. One instance serves
 * one evaluation.
 */
public final class Fields {
  private static final long LAST_MILLI = 999;

  private final ObjectNode object;
  private Refusal refusal;

  private Fields(ObjectNode object) {
    this.object = object;
  }

  /** Data that says nothing is an object without fields; other data than an object is refused. */
  public static Fields of(Arguments arguments) {
    Fields fields = new Fields(arguments.object().orElseGet(Json::object));
    if (arguments.object().isEmpty() && !arguments.isNothing()) {
      fields.refuse(
          "data " + Refusal.quote(arguments.text()) + " is not a JSON object: send {…} or nothing");
    }
    return fields;
  }

  /** The first error, if there was one. */
  public Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** A whole number from {@code least} on. */
  public Optional<Long> whole(String key, long least) {
    Optional<BigDecimal> number = number(key);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    if (!isLong(number.get()) || number.get().longValueExact() < least) {
      refuse(key + " " + shown(key) + " is not a whole number from " + least + " on");
      return Optional.empty();
    }
    return Optional.of(number.get().longValueExact());
  }

  /** Seconds with a fraction, as Unix milliseconds. */
  public Optional<Long> millis(String key) {
    Optional<BigDecimal> number = number(key);
    Optional<Long> millis =
        number.flatMap(seconds -> Json.millis(Json.object().numberNode(seconds)));
    if (number.isPresent() && millis.isEmpty()) {
      refuse(key + " " + shown(key) + " is not a time: send Unix seconds");
    }
    return millis;
  }

  /** As {@link #millis}, but a whole number of seconds is the last millisecond of that second. */
  public Optional<Long> lastMillis(String key) {
    boolean whole = number(key).filter(Fields::isWhole).isPresent();
    return millis(key)
        .map(start -> whole && start <= Long.MAX_VALUE - LAST_MILLI ? start + LAST_MILLI : start);
  }

  public Optional<String> text(String key) {
    JsonNode value = object.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      refuse(key + " " + shown(key) + " is not text");
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  /** The page asked for by {@code limit}: as many rows as one reply holds, if nothing is said. */
  public Page page(Rules rules) {
    long rows = whole("limit", 1).orElse((long) rules.pageRows());
    if (rows > rules.pageRows()) {
      refuse(Refusal.tooLarge("limit", rows, rules.pageRows(), "rows"));
      return new Page(rules.pageRows(), rules.pageBytes());
    }
    return new Page((int) rows, rules.pageBytes());
  }

  private Optional<BigDecimal> number(String key) {
    JsonNode value = object.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    Optional<JsonNode> number =
        (value.isTextual() ? Json.parse(value.textValue()) : Optional.of(value))
            .filter(JsonNode::isNumber);
    if (number.isEmpty()) {
      refuse(key + " " + shown(key) + " is not a number");
    }
    return number.map(JsonNode::decimalValue);
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  private static boolean isLong(BigDecimal number) {
    return isWhole(number) && number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
  }

  private String shown(String key) {
    return Refusal.quote(object.path(key).asText(Json.write(object.path(key))));
  }

  private void refuse(String message) {
    refuse(Refusal.invalidData(message));
  }

  private void refuse(Refusal found) {
    refusal = refusal == null ? found : refusal;
  }
}
