package mostao.ao.testkit.conversations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A key in a conversation file that no code reads would be a check that never runs. */
final class Known {
  private Known() {}

  static void keys(JsonNode node, String where, String... known) {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!List.of(known).contains(key)) {
                throw new IllegalArgumentException(
                    where + ": key '" + key + "' is not one of " + List.of(known));
              }
            });
  }
}
