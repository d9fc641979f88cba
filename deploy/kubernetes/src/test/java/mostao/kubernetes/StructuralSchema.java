package mostao.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Checks an object against the structural schema of a CustomResourceDefinition, strictly. */
final class StructuralSchema {
  private StructuralSchema() {}

  /** Adds what is wrong, each with its path. */
  static void check(JsonNode schema, JsonNode value, String path, List<String> wrong) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      if (!value.isInt() && !value.isTextual()) {
        wrong.add(path + " is neither an integer nor a string");
      }
      return;
    }
    if (!hasType(schema.path("type").asText(), value)) {
      wrong.add(path + " is not of type " + schema.path("type").asText());
      return;
    }
    if (schema.has("enum") && Rendered.each(schema.path("enum")).noneMatch(value::equals)) {
      wrong.add(path + " is " + value + ", which is not one of " + schema.path("enum"));
    }
    if (schema.has("pattern")
        && !value.asText().matches(".*(?:" + schema.path("pattern").asText() + ").*")) {
      wrong.add(path + " does not match " + schema.path("pattern").asText());
    }
    if (schema.has("minimum") && value.asDouble() < schema.path("minimum").asDouble()
        || schema.has("maximum") && value.asDouble() > schema.path("maximum").asDouble()) {
      wrong.add(path + " is out of bounds: " + value);
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(schema.path("items"), value.get(i), path + "[" + i + "]", wrong);
      }
    }
    if (value.isObject()) {
      for (JsonNode required : schema.path("required")) {
        if (!value.has(required.asText())) {
          wrong.add(path + " lacks " + required.asText());
        }
      }
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        member(schema, field.getKey(), field.getValue(), path + "." + field.getKey(), wrong);
      }
    }
  }

  private static void member(
      JsonNode schema, String name, JsonNode value, String path, List<String> wrong) {
    if (schema.path("properties").has(name)) {
      check(schema.path("properties").path(name), value, path, wrong);
    } else if (schema.path("additionalProperties").isObject()) {
      check(schema.path("additionalProperties"), value, path, wrong);
    } else if (schema.has("properties")
        && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      wrong.add(path + " is unknown");
    }
  }

  private static boolean hasType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> true;
    };
  }
}
