package mostao.handle.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import mostao.ao.process.Json;
import mostao.ao.process.Page;

/** Profiles as trees. */
final class Profiles {
  /** Defined by the process item, so a profile can't set them. */
  private static final List<String> FIXED = List.of("handle", "owner");

  private Profiles() {}

  /** The result of applying {@code patch} to {@code profile} (RFC 7396); neither is changed. */
  static ObjectNode merged(ObjectNode profile, ObjectNode patch) {
    return settable(merge(profile, patch));
  }

  static ObjectNode settable(ObjectNode profile) {
    return profile.deepCopy().remove(FIXED);
  }

  static int bytes(ObjectNode profile) {
    return Page.bytes(Json.write(profile));
  }

  private static ObjectNode merge(JsonNode target, JsonNode patch) {
    ObjectNode merged = target instanceof ObjectNode object ? object.deepCopy() : Json.object();
    patch
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isNull()) {
                merged.remove(field.getKey());
              } else {
                merged.set(
                    field.getKey(),
                    value.isObject() ? merge(merged.path(field.getKey()), value) : value);
              }
            });
    return merged;
  }
}
