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
 * case-sensitive. Words that JSON knows are words like others: {@code null}, {@code true} and
 * {@code 123} may be names.
 *
 * @param text the data as sent
 * @param json its tree when it is JSON
 * @param placeholder whether the data is what AO's client makes up for a dry-run without data
 */
public record Arguments(String text, Optional<JsonNode> json, boolean placeholder) {
  /** AO's client sends this in a dry-run when its caller gave no data. */
  private static final String NO_DATA = "1234";

  /** The anchor of its dry-runs, none of which it signs. */
  private static final String UNSIGNED_ANCHOR = "0";

  /** The number that AO's client makes up for a message without data is not longer. */
  private static final int MADE_UP_CHARACTERS = 4;

  private static final Tag CLIENT = new Tag("SDK", "aoconnect");
  private static final Tag MADE_UP = new Tag(Names.CONTENT_TYPE, "text/plain");

  public Arguments(String text, Optional<JsonNode> json) {
    this(text, json, false);
  }

  public static Arguments of(Message message) {
    if (message.binary() || isMadeUp(message)) {
      return new Arguments("", Optional.empty());
    }
    return new Arguments(message.data(), Json.parse(message.data()), isPlaceholder(message));
  }

  /**
   * Whether this is an unsigned dry-run that may have been given no data; with an access token its
   * sender is proven, and it is known by its anchor, which is shorter than any that is signed.
   */
  private static boolean isPlaceholder(Message message) {
    return message.data().equals(NO_DATA)
        && (!message.proven() || message.anchor().equals(UNSIGNED_ANCHOR));
  }

  /**
   * Whether AO's client made the data up (AO contract, 0.4): only then does it add a content type
   * behind its own tags, where its caller can add none.
   */
  private static boolean isMadeUp(Message message) {
    List<Tag> tags = message.tags().list();
    int last = tags.size() - 1;
    return message.fromWallet()
        && message.data().length() <= MADE_UP_CHARACTERS
        && last > 0
        && tags.get(last).equals(MADE_UP)
        && tags.get(last - 1).equals(CLIENT);
  }

  /** Why the data can't be read, if it can't: what looks like JSON is JSON or refused. */
  Optional<Refusal> malformed() {
    return json.isPresent() || !Json.looksLikeJson(text)
        ? Optional.empty()
        : Optional.of(
            Refusal.invalidData(
                "data "
                    + Refusal.quote(text)
                    + " begins as JSON but can't be read as one JSON document: look for a repeated"
                    + " key, half a surrogate pair, text behind the end, a byte-order mark, a"
                    + " number that no double holds, or more than "
                    + Json.MAX_DEPTH
                    + " levels"));
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
   * Whether no optional argument was given: empty or blank data, {@code null}, {@code {}}, the
   * client's placeholder. A scalar is still taken literally: a handle may be called null or 1234.
   */
  public boolean isNothing() {
    return placeholder
        || text.isBlank()
        || json.map(node -> node.isNull() || (node.isObject() && node.isEmpty())).orElse(false);
  }

  /**
   * One scalar, as {@code alice}, {@code "alice"} or {@code {"<key>":"alice"}}. Nothing if the data
   * is an object without a word under {@code key}, an array, or empty.
   */
  public Optional<String> scalar(String key) {
    return (isContainer() ? word(json.get().path(key)) : Optional.of(plain()))
        .filter(word -> !word.isBlank());
  }

  private boolean isContainer() {
    return json.filter(JsonNode::isContainerNode).isPresent();
  }

  /** Data that is neither object nor array, its quotes dropped: 007 and null stay as written. */
  private String plain() {
    return json.filter(JsonNode::isTextual).map(JsonNode::textValue).orElseGet(text::trim);
  }

  /** A value inside JSON as the word it would be as plain text; null counts as absent. */
  private static Optional<String> word(JsonNode value) {
    return value.isTextual() || value.isBoolean() || value.isIntegralNumber()
        ? Optional.of(value.asText())
        : Optional.empty();
  }

  /** One handle under {@code handle}, as {@link #scalar}, a leading {@code @} dropped. */
  public Optional<String> handle() {
    return scalar("handle").map(Arguments::withoutAt);
  }

  /**
   * One or two handles: {@code bob}, {@code alice, bob}, {@code ["alice","bob"]}, {@code
   * {"handleA":…,"handleB":…}}, {@code {"handle":"bob"}}; a leading {@code @} dropped. Empty for
   * all other data.
   */
  public List<String> handles() {
    List<String> found = new ArrayList<>();
    if (!isContainer()) {
      found.addAll(List.of(plain().split(",", -1)));
    } else if (array().isPresent()) {
      for (JsonNode element : array().get()) {
        found.add(word(element).orElse(""));
      }
    } else {
      for (String key : List.of("handleA", "handleB", "handle")) {
        word(json.get().path(key)).ifPresent(found::add);
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
