package mostao.gateway.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A schema as GraphQL's introspection shows it. */
final class GraphqlSchema {
  private GraphqlSchema() {}

  static String named(JsonNode type) {
    return type.path("name").isTextual() ? type.path("name").asText() : named(type.path("ofType"));
  }

  /** Every field of a type, and of those below. */
  static String selection(String type, JsonNode types) {
    JsonNode fields = type(type, types).path("fields");
    return fields.isArray()
        ? StreamSupport.stream(fields.spliterator(), false)
            .map(field -> field.path("name").asText() + selection(named(field.path("type")), types))
            .collect(Collectors.joining(" ", "{", "}"))
        : "";
  }

  static JsonNode type(String name, JsonNode types) {
    return StreamSupport.stream(types.spliterator(), false)
        .filter(type -> type.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the schema has no type " + name + ": " + types));
  }
}
