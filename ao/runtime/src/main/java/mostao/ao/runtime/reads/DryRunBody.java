package mostao.ao.runtime.reads;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.message.Message;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.wire.ItemData;

/**
 * What a dry-run is asked with. The gateway has verified what it calls {@code Proven}; absent
 * fields are empty, since an unsigned dry-run has no id and often no owner.
 */
final class DryRunBody {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private DryRunBody() {}

  static Message message(String process, byte[] body) {
    JsonNode asked = tree(body);
    String data = text(asked, "Data");
    Optional<ItemData> encoded = encoded(asked, data);
    Optional<String> plain = encoded.map(ItemData::text).orElse(Optional.of(data));
    String owner = text(asked, "Owner");
    return Message.dryRun(
        text(asked, "Id"),
        owner,
        asked.hasNonNull("From") ? text(asked, "From") : owner,
        process,
        text(asked, "Anchor"),
        tags(asked),
        plain.orElse(data),
        plain.isEmpty(),
        proven(asked));
  }

  private static JsonNode tree(byte[] body) {
    try {
      JsonNode tree = MAPPER.readTree(body);
      if (tree != null && tree.isObject()) {
        return tree;
      }
    } catch (IOException notJson) {
      throw bad("the body is no JSON");
    }
    throw bad("the body is no JSON object");
  }

  private static String text(JsonNode asked, String name) {
    JsonNode value = asked.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw bad(name + " is " + value.getNodeType() + ": give text");
    }
    return value.textValue();
  }

  private static Optional<ItemData> encoded(JsonNode asked, String data) {
    String encoding = text(asked, "Data-Encoding");
    if (encoding.isEmpty()) {
      return Optional.empty();
    }
    if (!encoding.equals("base64url")) {
      throw bad("Data-Encoding is " + Query.shown(encoding) + ": give base64url or leave it out");
    }
    return Optional.of(
        Base64Url.decode(data)
            .map(ItemData::of)
            .orElseThrow(() -> bad("Data is no base64url, though Data-Encoding says so")));
  }

  private static Tags tags(JsonNode asked) {
    JsonNode array = asked.path("Tags");
    if (array.isMissingNode() || array.isNull()) {
      return Tags.none();
    }
    if (!array.isArray()) {
      throw bad("Tags is " + array.getNodeType() + ": give an array of {name, value}");
    }
    List<Tag> tags = new ArrayList<>();
    for (JsonNode tag : array) {
      if (!tag.path("name").isTextual() || !tag.path("value").isTextual()) {
        throw bad("Tags[" + tags.size() + "] needs a name and a value, both text");
      }
      tags.add(new Tag(tag.get("name").textValue(), tag.get("value").textValue()));
    }
    return new Tags(tags);
  }

  private static boolean proven(JsonNode asked) {
    JsonNode value = asked.path("Proven");
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw bad("Proven is " + value.getNodeType() + ": give true or false");
    }
    return value.booleanValue();
  }

  private static ErrorResponses.Refused bad(String message) {
    return ErrorResponses.badRequest("BadBody", message);
  }
}
