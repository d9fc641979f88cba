package mostao.ao.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/** The JSON of every record, both ways. Stateless and thread-safe. */
public final class Wire {
  private static final String BASE64URL = "base64url";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private Wire() {}

  public static byte[] encode(InboxRecord inbox) {
    return write(tree(inbox));
  }

  private static ObjectNode tree(InboxRecord inbox) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("Id", inbox.id());
    node.put("Owner", inbox.owner());
    node.put("OwnerKey", inbox.ownerKey());
    node.put("SignatureType", inbox.signatureType());
    node.put("Signature", inbox.signature());
    node.put("From", inbox.from());
    node.put("Target", inbox.target());
    node.put("Anchor", inbox.anchor());
    node.set("Tags", tags(inbox.tags()));
    Optional<String> plain = inbox.data().plain();
    if (plain.isPresent()) {
      node.put("Data", plain.get());
    } else {
      node.put("Data", inbox.data().base64Url());
      node.put("Data-Encoding", BASE64URL);
    }
    inbox
        .assigned()
        .ifPresent(
            assigned -> {
              node.put("Recipient", assigned.recipient());
              ArrayNode exclude = node.putArray("Exclude");
              assigned.exclude().forEach(exclude::add);
            });
    return node;
  }

  public static Decoded<InboxRecord> decodeInbox(byte[] bytes) {
    return decode(bytes, Wire::inbox);
  }

  private static InboxRecord inbox(Fields fields) {
    return new InboxRecord(
        fields.text("Id"),
        fields.text("Owner"),
        fields.text("OwnerKey"),
        fields.integer("SignatureType"),
        fields.text("Signature"),
        fields.text("From"),
        fields.text("Target"),
        fields.text("Anchor"),
        fields.tags(),
        data(fields),
        fields
            .optional("Recipient")
            .map(own -> new InboxRecord.Assigned(own, fields.texts("Exclude"))));
  }

  public static byte[] encode(WalletRecord wallet) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("Process", wallet.process());
    node.put("Message", wallet.message());
    node.put("Nonce", wallet.nonce());
    node.put("Index", wallet.index());
    node.put("Timestamp", wallet.timestamp());
    node.set("Item", tree(wallet.item()));
    return write(node);
  }

  public static Decoded<WalletRecord> decodeWallet(byte[] bytes) {
    return decode(
        bytes,
        fields ->
            new WalletRecord(
                fields.text("Process"),
                fields.text("Message"),
                fields.number("Nonce"),
                fields.integer("Index"),
                fields.number("Timestamp"),
                inbox(fields.object("Item"))));
  }

  private static ItemData data(Fields fields) {
    String data = fields.text("Data");
    Optional<String> encoding = fields.optional("Data-Encoding");
    if (encoding.isEmpty()) {
      return ItemData.of(data);
    }
    if (!encoding.get().equals(BASE64URL)) {
      throw new Broken(
          Decoded.Fault.WRONG_TYPE, "Data-Encoding is '" + encoding.get() + "', not base64url");
    }
    try {
      return ItemData.of(Base64.getUrlDecoder().decode(data));
    } catch (IllegalArgumentException notBase64) {
      throw new Broken(Decoded.Fault.WRONG_TYPE, "Data is no base64url: " + notBase64.getMessage());
    }
  }

  public static byte[] encode(OutboxRecord outbox) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("Process", outbox.process());
    node.put("Process-Module", outbox.processModule());
    node.put("Message", outbox.message());
    node.put("Action", outbox.action());
    node.put("Nonce", outbox.nonce());
    node.put("Timestamp", outbox.timestamp());
    node.put("Pushed-For", outbox.pushedFor());
    node.put("Depth", outbox.depth());
    put(node, outbox.result());
    return write(node);
  }

  public static Decoded<OutboxRecord> decodeOutbox(byte[] bytes) {
    return decode(
        bytes,
        fields ->
            new OutboxRecord(
                fields.text("Process"),
                fields.text("Process-Module"),
                fields.text("Message"),
                fields.text("Action"),
                fields.number("Nonce"),
                fields.number("Timestamp"),
                fields.text("Pushed-For"),
                fields.integer("Depth"),
                result(fields)));
  }

  /** A Result alone, as clients read it: {@code Error} only when there is one. */
  public static String encodeResult(Result result) {
    ObjectNode node = MAPPER.createObjectNode();
    put(node, result);
    return new String(write(node), StandardCharsets.UTF_8);
  }

  public static Decoded<Result> decodeResult(byte[] bytes) {
    return decode(bytes, Wire::result);
  }

  private static void put(ObjectNode node, Result result) {
    ArrayNode messages = node.putArray("Messages");
    for (Result.Outgoing message : result.messages()) {
      ObjectNode entry = messages.addObject();
      entry.put("Target", message.target());
      entry.put("Data", message.data());
      entry.put("Anchor", message.anchor());
      entry.set("Tags", tags(message.tags()));
    }
    ArrayNode spawns = node.putArray("Spawns");
    for (Result.Spawn spawn : result.spawns()) {
      ObjectNode entry = spawns.addObject();
      entry.put("Data", spawn.data());
      entry.put("Anchor", spawn.anchor());
      entry.set("Tags", tags(spawn.tags()));
    }
    ArrayNode assignments = node.putArray("Assignments");
    for (Result.Assign assign : result.assignments()) {
      ObjectNode entry = assignments.addObject();
      ArrayNode processes = entry.putArray("Processes");
      assign.processes().forEach(processes::add);
      entry.put("Message", assign.message());
    }
    node.put("Output", result.output());
    result.error().ifPresent(error -> node.put("Error", error));
  }

  private static Result result(Fields fields) {
    return new Result(
        fields.each(
            "Messages",
            entry ->
                new Result.Outgoing(
                    entry.text("Target"), entry.text("Data"), entry.text("Anchor"), entry.tags())),
        fields.each(
            "Spawns",
            entry -> new Result.Spawn(entry.text("Data"), entry.text("Anchor"), entry.tags())),
        fields.each(
            "Assignments",
            entry -> new Result.Assign(entry.texts("Processes"), entry.text("Message"))),
        fields.text("Output"),
        fields.optional("Error"));
  }

  public static byte[] encode(DirectoryRecord directory) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("Process", directory.process());
    node.put("Module", directory.module());
    node.put("Module-Id", directory.moduleId());
    node.put("Owner", directory.owner());
    node.set("Tags", tags(directory.tags()));
    return write(node);
  }

  public static Decoded<DirectoryRecord> decodeDirectory(byte[] bytes) {
    return decode(
        bytes,
        fields ->
            new DirectoryRecord(
                fields.text("Process"),
                fields.text("Module"),
                fields.text("Module-Id"),
                fields.text("Owner"),
                fields.tags()));
  }

  public static byte[] encode(DeploymentRecord deployment) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("Authority", deployment.authority());
    node.put("Registry", deployment.registry());
    ArrayNode modules = node.putArray("Modules");
    deployment
        .modules()
        .forEach((name, item) -> modules.addObject().put("Name", name).put("Item", item));
    return write(node);
  }

  public static Decoded<DeploymentRecord> decodeDeployment(byte[] bytes) {
    return decode(
        bytes,
        fields -> {
          Map<String, String> modules = new TreeMap<>();
          fields
              .each("Modules", module -> Map.entry(module.text("Name"), module.text("Item")))
              .forEach(module -> modules.put(module.getKey(), module.getValue()));
          return new DeploymentRecord(fields.text("Authority"), fields.text("Registry"), modules);
        });
  }

  private static ArrayNode tags(Tags tags) {
    ArrayNode array = MAPPER.createArrayNode();
    for (Tag tag : tags) {
      array.addObject().put("name", tag.name()).put("value", tag.value());
    }
    return array;
  }

  private static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a JSON tree can always be written", bug);
    }
  }

  private static <T> Decoded<T> decode(byte[] bytes, Function<Fields, T> read) {
    JsonNode node;
    try {
      node = MAPPER.readTree(bytes);
    } catch (IOException notJson) {
      return Decoded.bad(Decoded.Fault.NOT_JSON, firstLine(notJson.getMessage()));
    }
    if (node == null || !node.isObject()) {
      return Decoded.bad(Decoded.Fault.NOT_JSON, "the record is no JSON object");
    }
    try {
      return Decoded.ok(read.apply(new Fields(node, "")));
    } catch (Broken broken) {
      return new Decoded.Bad<>(broken.fault);
    } catch (IllegalArgumentException contradiction) {
      return Decoded.bad(Decoded.Fault.WRONG_TYPE, firstLine(contradiction.getMessage()));
    }
  }

  private static String firstLine(String message) {
    return message == null ? "no detail" : message.lines().findFirst().orElse("no detail");
  }

  /** Inside this class only: leaves the decoder from any depth. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Decoded.Fault fault;

    Broken(String name, String detail) {
      super(detail, null, false, false);
      this.fault = new Decoded.Fault(name, detail);
    }
  }

  /** Field by field reading that names what is missing or wrong. */
  private record Fields(JsonNode node, String path) {
    String text(String name) {
      JsonNode value = required(name);
      if (!value.isTextual()) {
        throw wrong(name, "text", value);
      }
      return value.textValue();
    }

    Optional<String> optional(String name) {
      return node.has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    long number(String name) {
      JsonNode value = required(name);
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        throw wrong(name, "a whole number", value);
      }
      return value.longValue();
    }

    int integer(String name) {
      JsonNode value = required(name);
      if (!value.isIntegralNumber() || !value.canConvertToInt()) {
        throw wrong(name, "a whole number", value);
      }
      return value.intValue();
    }

    Fields object(String name) {
      JsonNode value = required(name);
      if (!value.isObject()) {
        throw wrong(name, "an object", value);
      }
      return new Fields(value, path + name + ".");
    }

    Tags tags() {
      return new Tags(each("Tags", tag -> new Tag(tag.text("name"), tag.text("value"))));
    }

    <T> List<T> each(String name, Function<Fields, T> read) {
      JsonNode array = required(name);
      if (!array.isArray()) {
        throw wrong(name, "an array", array);
      }
      List<T> found = new ArrayList<>(array.size());
      for (JsonNode element : array) {
        if (!element.isObject()) {
          throw wrong(name, "an array of objects", element);
        }
        found.add(read.apply(new Fields(element, path + name + "[" + found.size() + "].")));
      }
      return found;
    }

    List<String> texts(String name) {
      List<String> found = new ArrayList<>();
      JsonNode array = required(name);
      if (!array.isArray()) {
        throw wrong(name, "an array", array);
      }
      for (JsonNode element : array) {
        if (!element.isTextual()) {
          throw wrong(name, "an array of texts", element);
        }
        found.add(element.textValue());
      }
      return found;
    }

    private JsonNode required(String name) {
      JsonNode value = node.get(name);
      if (value == null || value.isNull()) {
        throw new Broken(Decoded.Fault.MISSING_FIELD, "field " + path + name + " is missing");
      }
      return value;
    }

    private Broken wrong(String name, String expected, JsonNode value) {
      return new Broken(
          Decoded.Fault.WRONG_TYPE,
          "field " + path + name + " is " + value.getNodeType() + ", not " + expected);
    }
  }
}
