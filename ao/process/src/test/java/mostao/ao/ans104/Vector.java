package mostao.ao.ans104;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import mostao.ao.message.Tag;

/** One entry of the shared vector file. */
record Vector(JsonNode json) {
  /** All of them, in the order of the file. */
  static final List<Vector> ALL = load("vectors").stream().map(Vector::new).toList();

  /** The secrets behind them. */
  static final List<JsonNode> KEYS = load("keys");

  private static List<JsonNode> load(String name) {
    try (InputStream in = Vector.class.getResourceAsStream("/vectors/" + name + ".json")) {
      List<JsonNode> all = new ArrayList<>();
      new ObjectMapper().readTree(in).forEach(all::add);
      return List.copyOf(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Vector named(String name) {
    return ALL.stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  String name() {
    return text("name");
  }

  boolean isBundle() {
    return text("container").equals("bundle");
  }

  boolean isValid() {
    return text("kind").equals("valid");
  }

  int signatureType() {
    return json.get("signatureType").asInt();
  }

  String text(String field) {
    return json.get(field).asText();
  }

  byte[] bytes() {
    return bytes(isBundle() ? "bundleBase64Url" : "itemBase64Url");
  }

  byte[] bytes(String field) {
    return Base64Url.decode(text(field)).orElseThrow();
  }

  List<Tag> tags() {
    List<Tag> tags = new ArrayList<>();
    json.get("tags")
        .forEach(tag -> tags.add(new Tag(tag.get("name").asText(), tag.get("value").asText())));
    return tags;
  }

  @Override
  public String toString() {
    return name();
  }
}
