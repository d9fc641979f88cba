package mostao.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The document of topics, and whether records are as it says. */
final class AsyncApi {
  static final Path FILE = RunningSystem.root().resolve("deploy/asyncapi.yaml");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What schemas refer to stands in a document beside them. */
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V7,
          factory ->
              factory.metaSchema(
                  JsonMetaSchema.builder(JsonMetaSchema.getV7())
                      .keyword(new NonValidationKeyword("components"))
                      .build()));

  private final JsonNode document;
  private final Map<String, JsonSchema> schemas = new HashMap<>();

  /**
   * A kind of record.
   *
   * @param path of it in the document
   */
  private record Kind(String path, JsonNode message) {}

  private AsyncApi(JsonNode document) {
    this.document = document;
  }

  static AsyncApi read() throws IOException {
    // Jackson reads no aliases.
    try (Reader in = Files.newBufferedReader(FILE)) {
      Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return new AsyncApi(MAPPER.valueToTree(loaded));
    }
  }

  JsonNode document() {
    return document;
  }

  Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    document.path("channels").forEach(channel -> topics.add(channel.path("address").asText()));
    return topics;
  }

  private List<Kind> kinds(String topic) {
    List<Kind> kinds = new ArrayList<>();
    for (JsonNode channel : document.path("channels")) {
      if (channel.path("address").asText().equals(topic)) {
        for (JsonNode message : channel.path("messages")) {
          String path = message.path("$ref").asText();
          kinds.add(new Kind(path, document.at(path.substring(1))));
        }
      }
    }
    return kinds;
  }

  /** What of a record is not as the document says; nothing if all of it is. */
  List<String> faults(ConsumerRecord<String, byte[]> record) {
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    for (Header header : record.headers()) {
      if (headers.has(header.key())) {
        return List.of("header " + header.key() + " is there twice");
      }
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    JsonNode key = record.key() == null ? NullNode.instance : new TextNode(record.key());
    List<String> faults = new ArrayList<>();
    for (Kind kind : kinds(record.topic())) {
      List<String> its = new ArrayList<>();
      its.addAll(faults(kind.path() + "/headers", headers));
      its.addAll(faults(kind.path() + "/bindings/kafka/key", key));
      if (its.isEmpty() && kind.message().path("contentType").asText().endsWith("json")) {
        its.addAll(json(kind, record.value()));
      }
      if (its.isEmpty()) {
        return List.of();
      }
      its.forEach(fault -> faults.add(kind.path() + ": " + fault));
    }
    return faults.isEmpty() ? List.of("no such topic: " + record.topic()) : faults;
  }

  private List<String> json(Kind kind, byte[] value) {
    if (value == null) {
      return List.of("there is no value");
    }
    try {
      return faults(kind.path() + "/payload", MAPPER.readTree(value));
    } catch (IOException notJson) {
      return List.of("the value is not JSON");
    }
  }

  private List<String> faults(String path, JsonNode value) {
    return schemas.computeIfAbsent(path, this::schema).validate(value).stream()
        .map(Object::toString)
        .toList();
  }

  /** The part of the document, with what it refers to. */
  private JsonSchema schema(String path) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", SpecVersion.VersionFlag.V7.getId());
    schema.set("components", document.path("components"));
    schema.putArray("allOf").addObject().put("$ref", path);
    return SCHEMAS.getSchema(schema);
  }
}
