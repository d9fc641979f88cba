package mostao.gateway.graphql;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.assignment.BlockHeight;
import mostao.ao.message.Names;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.InboxRecord;

/**
 * An item as an Arweave gateway shows it. Its data is not kept, only how much there is.
 *
 * @param owner address of the key as GraphQL has it: the SHA-256 of every kind of key
 * @param signer the same as AO's compute units write it: {@code 0x…} for Ethereum
 * @param recipient the process it is for, empty for a process item
 * @param timestamp when it was assigned, Unix milliseconds; none for an item that needs no order
 * @param fields of the GraphQL type
 */
record Transaction(
    String id,
    String owner,
    String signer,
    String recipient,
    Tags tags,
    OptionalLong timestamp,
    Map<String, Object> fields) {
  /** We have no blocks: one is said to be there every two minutes. */
  private static final long SECOND_MS = 1000;

  Transaction {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(signer, "signer");
    Objects.requireNonNull(recipient, "recipient");
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(timestamp, "timestamp");
    Objects.requireNonNull(fields, "fields");
  }

  /** An item that follows from the authority's key and is in no order. */
  static Transaction fixed(VerifiedItem item) {
    return of(InboxVerifier.record(item, item.owner(), item.id()), OptionalLong.empty());
  }

  /**
   * @param timestamp of the assignment, Unix milliseconds
   */
  static Transaction assigned(InboxRecord item, long timestamp) {
    return of(item, OptionalLong.of(timestamp));
  }

  private static Transaction of(InboxRecord item, OptionalLong timestamp) {
    String owner = address(item.ownerKey());
    String recipient = item.recipient();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", item.id());
    fields.put("anchor", item.anchor());
    fields.put("signature", item.signature());
    fields.put("recipient", recipient);
    fields.put("owner", Map.of("address", owner, "key", item.ownerKey()));
    Map<String, Object> nothing = Map.of("winston", "0", "ar", "0.000000000000");
    fields.put("fee", nothing);
    fields.put("quantity", nothing);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("size", Integer.toString(item.data().length()));
    data.put("type", item.tags().first(Names.CONTENT_TYPE).orElse(null));
    fields.put("data", data);
    fields.put("tags", shown(item.tags()));
    if (timestamp.isPresent()) {
      fields.put("block", block(timestamp.getAsLong()));
    }
    return new Transaction(
        item.id(), owner, item.owner(), recipient, item.tags(), timestamp, fields);
  }

  /** The same without the tags of a name. */
  Transaction without(String tag) {
    Tags others = tags.without(Set.of(tag));
    Map<String, Object> shown = new LinkedHashMap<>(fields);
    shown.put("tags", shown(others));
    return new Transaction(id, owner, signer, recipient, others, timestamp, shown);
  }

  private static List<Map<String, Object>> shown(Tags tags) {
    List<Map<String, Object>> shown = new ArrayList<>();
    for (Tag tag : tags) {
      shown.add(Map.of("name", tag.name(), "value", tag.value()));
    }
    return shown;
  }

  private static Map<String, Object> block(long timestamp) {
    return Map.of("timestamp", timestamp / SECOND_MS, "height", height(timestamp));
  }

  private static long height(long timestamp) {
    return Long.parseLong(BlockHeight.at(timestamp));
  }

  /** The height of the block it is in, if it is in one. */
  OptionalLong height() {
    return timestamp.isPresent()
        ? OptionalLong.of(height(timestamp.getAsLong()))
        : OptionalLong.empty();
  }

  private static String address(String key) {
    try {
      return Base64Url.encode(
          MessageDigest.getInstance("SHA-256")
              .digest(
                  Base64Url.decode(key)
                      .orElseThrow(
                          () -> new IllegalArgumentException("an owner key is not base64url"))));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
