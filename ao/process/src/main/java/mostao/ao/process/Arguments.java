package mostao.ao.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Tag;

/**
 * The data of a message as an argument, in either form clients send: plain text or JSON. Keys are
 * case-sensitive.
 *
 * @param text the data as sent
 * @param json its tree when it is JSON
 * @param placeholder whether the data is what AO's client makes up for a dry-run without data
 */
public record Arguments(String text, Optional<JsonNode> json, boolean placeholder) {
  /** What AO's client sends in a dry-run when its caller gave no data. */
  private static final String NO_DATA = "1234";

  public Arguments(String text, Optional<JsonNode> json) {
    this(text, json, false);
  }

  public static Arguments of(Message message) {
    if (message.binary()) {
      return new Arguments("", Optional.empty());
    }
    return new Arguments(
        message.data(),
        Json.parse(message.data()),
        !message.proven() && message.data().equals(NO_DATA));
  }

  /** The data as a JSON object. */
  public Optional<ObjectNode> object() {
    return json.filter(JsonNode::isObject).map(ObjectNode.class::cast);
  }

  /** The data as a JSON array. */
  public Optional<JsonNode> array() {
    return json.filter(JsonNode::isArray);
  }

  /**
   * Whether nothing was said: empty or blank data, {@code null}, {@code {}}, the client's
   * placeholder. A scalar is still taken literally: a handle may be called 1234.
   */
  public boolean isNothing() {
    return placeholder
        || text.isBlank()
        || json.map(node -> node.isNull() || (node.isObject() && node.isEmpty())).orElse(false);
  }

  /**
   * One scalar, as {@code alice}, {@code "alice"} or {@code {"<key>":"alice"}}. Nothing if the data
   * is an object without a text under {@code key}, an array, or empty.
   */
  public Optional<String> scalar(String key) {
    if (json.isPresent()) {
      JsonNode node = json.get();
      JsonNode value = node.isObject() ? node.path(key) : node;
      if (value.isTextual()) {
        return Optional.of(value.textValue()).filter(s -> !s.isBlank());
      }
      // A plain scalar may look like JSON: the handle 007, the handle true.
      return node.isContainerNode() || node.isNull() ? Optional.empty() : Optional.of(text.trim());
    }
    return Optional.of(text.trim()).filter(s -> !s.isEmpty());
  }

  /** One handle under {@code handle}, as {@link #scalar}, a leading {@code @} dropped. */
  public Optional<String> handle() {
    return scalar("handle").map(Arguments::withoutAt);
  }

  /**
   * One or two handles: {@code bob}, {@code alice, bob}, {@code ["alice","bob"]}, {@code
   * {"handleA":…,"handleB":…}}, {@code {"handle":"bob"}}; a leading {@code @} dropped. Empty when
   * the data is none of these.
   */
  public List<String> handles() {
    List<String> found = new ArrayList<>();
    if (json.filter(JsonNode::isContainerNode).isEmpty()) {
      String plain = json.filter(JsonNode::isTextual).map(JsonNode::textValue).orElse(text);
      for (String part : plain.split(",", -1)) {
        found.add(part);
      }
    } else if (array().isPresent()) {
      for (JsonNode element : array().get()) {
        if (!element.isTextual()) {
          return List.of();
        }
        found.add(element.textValue());
      }
    } else {
      for (String key : List.of("handleA", "handleB", "handle")) {
        JsonNode value = json.get().path(key);
        if (value.isTextual()) {
          found.add(value.textValue());
        }
      }
    }
    List<String> handles = found.stream().map(Arguments::withoutAt).toList();
    return handles.stream().anyMatch(String::isEmpty) || handles.size() > 2 ? List.of() : handles;
  }

  /** A text field of the data's JSON object. */
  public Optional<String> field(String key) {
    return object().map(o -> o.path(key)).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  /**
   * Tags given as an object {@code {"Action":"X"}} or an array {@code
   * [{"name":"Action","value":"X"}]}; nothing when a name or value is not text.
   */
  public static Optional<List<Tag>> tags(JsonNode tags) {
    List<Tag> found = new ArrayList<>();
    if (tags.isMissingNode() || tags.isNull()) {
      return Optional.of(found);
    }
    if (tags.isObject()) {
      for (var field : tags.properties()) {
        if (field.getKey().isEmpty() || !field.getValue().isTextual()) {
          return Optional.empty();
        }
        found.add(new Tag(field.getKey(), field.getValue().textValue()));
      }
      return Optional.of(found);
    }
    if (!tags.isArray()) {
      return Optional.empty();
    }
    for (JsonNode tag : tags) {
      JsonNode name = tag.path("name");
      JsonNode value = tag.path("value");
      if (!name.isTextual() || name.textValue().isEmpty() || !value.isTextual()) {
        return Optional.empty();
      }
      found.add(new Tag(name.textValue(), value.textValue()));
    }
    return Optional.of(found);
  }

  /** Where a reply to this message goes, in AO's order. */
  static String replyTarget(Message message) {
    return message.tag(Names.REPLY_TO).filter(s -> !s.isEmpty()).orElse(message.from());
  }

  private static String withoutAt(String handle) {
    String trimmed = handle.trim();
    return trimmed.startsWith("@") ? trimmed.substring(1) : trimmed;
  }
}
