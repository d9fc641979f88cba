package mostao.ao.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/** The JSON of every record, both ways. Stateless and thread-safe. */
public final class Wire {
  private static final String BASE64URL = "base64url";

  private Wire() {}

  public static byte[] encode(InboxRecord inbox) {
    return AsciiWriter.write(inbox);
  }

  /** The record as the tree that {@link #encode(InboxRecord)} writes. */
  public static ObjectNode json(InboxRecord inbox) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("Id", inbox.id());
    node.put("Owner", inbox.owner());
    node.put("OwnerKey", inbox.ownerKey());
    node.put("SignatureType", inbox.signatureType());
    node.put("Signature", inbox.signature());
    node.put("From", inbox.from());
    node.put("Target", inbox.target());
    node.put("Anchor", inbox.anchor());
    node.set("Tags", json(inbox.tags()));
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
    return AsciiReader.inbox(bytes)
        .<Decoded<InboxRecord>>map(Decoded::ok)
        .orElseGet(() -> JsonFields.decode(bytes, Wire::inbox));
  }

  /** As {@link #decodeInbox}; what is in our form is not written again. */
  public static Decoded<Encoded<InboxRecord>> readInbox(byte[] bytes) {
    return AsciiReader.inbox(bytes)
        .map(inbox -> Decoded.ok(Encoded.of(inbox, bytes)))
        .orElseGet(() -> JsonFields.decode(bytes, fields -> Encoded.of(inbox(fields))));
  }

  /** The record inside a larger one. */
  public static InboxRecord inbox(JsonFields fields) {
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
    return AsciiWriter.write(wallet);
  }

  /** The record as the tree that {@link #encode(WalletRecord)} writes. */
  static ObjectNode json(WalletRecord wallet) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("Process", wallet.process());
    node.put("Message", wallet.message());
    node.put("Nonce", wallet.nonce());
    node.put("Index", wallet.index());
    node.put("Timestamp", wallet.timestamp());
    node.set("Item", json(wallet.item()));
    return node;
  }

  public static Decoded<WalletRecord> decodeWallet(byte[] bytes) {
    return JsonFields.decode(
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

  private static ItemData data(JsonFields fields) {
    String data = fields.text("Data");
    Optional<String> encoding = fields.optional("Data-Encoding");
    if (encoding.isEmpty()) {
      return ItemData.of(data);
    }
    if (!encoding.get().equals(BASE64URL)) {
      throw JsonFields.wrong("Data-Encoding is '" + encoding.get() + "', not base64url");
    }
    try {
      return ItemData.of(Base64.getUrlDecoder().decode(data));
    } catch (IllegalArgumentException notBase64) {
      throw JsonFields.wrong("Data is not base64url: " + notBase64.getMessage());
    }
  }

  public static byte[] encode(OutboxRecord outbox) {
    return AsciiWriter.write(outbox);
  }

  /** The record as the tree that {@link #encode(OutboxRecord)} writes. */
  public static ObjectNode json(OutboxRecord outbox) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("Process", outbox.process());
    node.put("Process-Module", outbox.processModule());
    node.put("Message", outbox.message());
    node.put("Action", outbox.action());
    node.put("Nonce", outbox.nonce());
    node.put("Timestamp", outbox.timestamp());
    node.put("Pushed-For", outbox.pushedFor());
    node.put("Depth", outbox.depth());
    put(node, outbox.result());
    return node;
  }

  public static Decoded<OutboxRecord> decodeOutbox(byte[] bytes) {
    return AsciiReader.outbox(bytes)
        .<Decoded<OutboxRecord>>map(Decoded::ok)
        .orElseGet(() -> JsonFields.decode(bytes, Wire::outbox));
  }

  static OutboxRecord outbox(JsonFields fields) {
    return new OutboxRecord(
        fields.text("Process"),
        fields.text("Process-Module"),
        fields.text("Message"),
        fields.text("Action"),
        fields.number("Nonce"),
        fields.number("Timestamp"),
        fields.text("Pushed-For"),
        fields.integer("Depth"),
        result(fields));
  }

  /** A Result alone, as clients read it: {@code Error} only when there is one. */
  public static String encodeResult(Result result) {
    return new String(resultBytes(result), StandardCharsets.UTF_8);
  }

  /** The bytes of {@link #encodeResult}. */
  public static byte[] resultBytes(Result result) {
    return AsciiWriter.write(result);
  }

  public static Decoded<Result> decodeResult(byte[] bytes) {
    return JsonFields.decode(bytes, Wire::result);
  }

  /**
   * A Result for somebody who passes it on: bytes that are one as we write it stay as they are, and
   * others are read, as {@link #decodeResult} does, and written again.
   */
  public static Decoded<byte[]> passResult(byte[] bytes) {
    return ResultShape.fits(bytes)
        ? Decoded.ok(bytes)
        : JsonFields.decode(
            bytes, fields -> json(result(fields)).toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The Result as the tree that {@link #encodeResult} writes. */
  public static ObjectNode json(Result result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, result);
    return node;
  }

  private static void put(ObjectNode node, Result result) {
    ArrayNode messages = node.putArray("Messages");
    for (Result.Outgoing message : result.messages()) {
      ObjectNode entry = messages.addObject();
      entry.put("Target", message.target());
      entry.put("Data", message.data());
      entry.put("Anchor", message.anchor());
      entry.set("Tags", json(message.tags()));
    }
    ArrayNode spawns = node.putArray("Spawns");
    for (Result.Spawn spawn : result.spawns()) {
      ObjectNode entry = spawns.addObject();
      entry.put("Data", spawn.data());
      entry.put("Anchor", spawn.anchor());
      entry.set("Tags", json(spawn.tags()));
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

  /** The Result inside a larger record. */
  public static Result result(JsonFields fields) {
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
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("Process", directory.process());
    node.put("Module", directory.module());
    node.put("Module-Id", directory.moduleId());
    node.put("Owner", directory.owner());
    node.set("Tags", json(directory.tags()));
    return JsonFields.write(node);
  }

  public static Decoded<DirectoryRecord> decodeDirectory(byte[] bytes) {
    return JsonFields.decode(
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
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("Authority", deployment.authority());
    node.put("Registry", deployment.registry());
    ArrayNode modules = node.putArray("Modules");
    deployment
        .modules()
        .forEach((name, item) -> modules.addObject().put("Name", name).put("Item", item));
    return JsonFields.write(node);
  }

  public static Decoded<DeploymentRecord> decodeDeployment(byte[] bytes) {
    return JsonFields.decode(
        bytes,
        fields -> {
          Map<String, String> modules = new TreeMap<>();
          fields
              .each("Modules", module -> Map.entry(module.text("Name"), module.text("Item")))
              .forEach(module -> modules.put(module.getKey(), module.getValue()));
          return new DeploymentRecord(fields.text("Authority"), fields.text("Registry"), modules);
        });
  }

  /** Tags as every record has them: {@code [{name, value}]}. */
  public static ArrayNode json(Tags tags) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Tag tag : tags) {
      array.addObject().put("name", tag.name()).put("value", tag.value());
    }
    return array;
  }
}
