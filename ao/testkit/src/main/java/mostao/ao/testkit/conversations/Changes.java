package mostao.ao.testkit.conversations;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** Changes as a conversation writes them: {@code {PutName: {handle: alice, …}}}. */
final class Changes<C> {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .findAndAddModules()
          .build();

  private final Class<C> type;

  Changes(Class<C> type) {
    if (!type.isSealed()) {
      throw new IllegalArgumentException(type + " is not sealed: its changes can't be listed");
    }
    this.type = type;
  }

  C read(JsonNode named) {
    if (named.size() != 1) {
      throw new IllegalArgumentException("a change is one name and its fields, not " + named);
    }
    var field = named.properties().iterator().next();
    Class<?> change =
        Arrays.stream(type.getPermittedSubclasses())
            .filter(candidate -> candidate.getSimpleName().equals(field.getKey()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(field.getKey() + " is not a change of " + type));
    // A change of one row may be written as the row itself.
    var components = change.getRecordComponents();
    JsonNode fields = field.getValue();
    if (components.length == 1
        && components[0].getType().isRecord()
        && !fields.has(components[0].getName())) {
      ObjectNode wrapped = MAPPER.createObjectNode();
      wrapped.set(components[0].getName(), fields);
      fields = wrapped;
    }
    return type.cast(MAPPER.convertValue(fields, change));
  }
}
