package mostao.gateway.scheduler;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.DataItem;
import mostao.ao.assignment.Assignment;
import mostao.ao.assignment.BlockHeight;
import mostao.ao.message.Tag;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;

/** The JSON of the scheduler unit (AO contract, sections 2.3 to 2.5). */
final class SchedulerJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SchedulerJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * @param whole whether the message is shown even if it was assigned rather than sent
   * @param showAnchor all that was signed: the anchor as base64url, rather than as the text that
   *     few of them are, and data as base64url if it is not text
   */
  static ObjectNode node(Entry entry, Assignment assignment, boolean whole, boolean showAnchor) {
    ObjectNode node = object();
    if (whole || entry.item().assigned().isEmpty()) {
      node.set("message", message(entry.item(), showAnchor));
    } else {
      node.putNull("message");
    }
    node.set("assignment", assignment(assignment));
    return node;
  }

  private static ObjectNode message(InboxRecord item, boolean showAnchor) {
    ObjectNode node = object().put("id", item.id());
    node.set("owner", owner(item.ownerKey()));
    if (showAnchor && item.data().text().isEmpty()) {
      node.put("data", item.data().base64Url()).put("data_encoding", "base64url");
    } else {
      putData(node, item);
    }
    node.set("tags", tags(item.tags()));
    node.put("signature", item.signature());
    putAnchor(node, item.anchor(), showAnchor);
    return node.put("target", item.recipient());
  }

  private static ObjectNode assignment(Assignment assignment) {
    DataItem item = assignment.item().item();
    ObjectNode node = object().put("id", item.id());
    node.set("owner", owner(Base64Url.encode(item.ownerKey())));
    node.set("tags", tags(item.tags()));
    node.put("signature", Base64Url.encode(item.signature()));
    node.putNull("anchor");
    return node.put("target", "");
  }

  /** Of the entry with nonce 0. */
  static ObjectNode process(Entry birth) {
    InboxRecord item = birth.item();
    ObjectNode node = object().put("process_id", item.id());
    node.put("block", BlockHeight.at(birth.slot().timestamp()));
    node.set("owner", owner(item.ownerKey()));
    node.set("tags", tags(item.tags()));
    node.put("timestamp", birth.slot().timestamp());
    putData(node, item);
    putAnchor(node, item.anchor(), false);
    return node.put("signature", item.signature()).put("target", item.recipient());
  }

  /** Text; in a message, invalid UTF-8 is replaced; binary data of a process is not shown. */
  private static void putData(ObjectNode node, InboxRecord item) {
    if (item.data().text().isEmpty() && item.id().equals(item.target())) {
      node.putNull("data");
    } else {
      node.put("data", new String(item.data().bytes(), StandardCharsets.UTF_8));
    }
  }

  private static void putAnchor(ObjectNode node, String anchor, boolean show) {
    if (anchor.isEmpty() || show) {
      node.put("anchor", anchor.isEmpty() ? null : anchor);
      return;
    }
    byte[] bytes = Base64Url.decode(anchor).orElse(new byte[0]);
    node.put("anchor", ItemData.of(bytes).text().orElse(null));
  }

  /** Schedulers show every kind of key by its hash, also the Ethereum ones. */
  private static ObjectNode owner(String key) {
    byte[] bytes = Base64Url.decode(key).orElse(new byte[0]);
    return object().put("address", Base64Url.encode(sha256(bytes))).put("key", key);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  private static ArrayNode tags(Iterable<Tag> tags) {
    ArrayNode array = MAPPER.createArrayNode();
    for (Tag tag : tags) {
      array.addObject().put("name", tag.name()).put("value", tag.value());
    }
    return array;
  }
}
