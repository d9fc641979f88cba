package mostao.handle.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import mostao.ao.message.Tag;
import mostao.ao.process.Json;
import mostao.ao.runtime.unit.EscapedText;
import mostao.ao.runtime.unit.JsonText;
import mostao.handle.model.InboxMessage;

/** One message in the inbox of one handle. Never changed. */
@Entity
@Table(name = "handle_inbox")
class InboxRow extends PanacheEntityBase {
  /** A handle's process id and a running number. */
  @Embeddable
  record Key(String process, long sequence) {}

  @EmbeddedId private Key id;

  @Column(name = "message_id")
  private String messageId;

  private String sender;

  private String owner;

  @Convert(converter = EscapedText.class)
  private String action;

  @Convert(converter = JsonText.class)
  private JsonNode tags;

  @Convert(converter = EscapedText.class)
  private String data;

  @Column(name = "is_binary")
  private boolean binary;

  private int omitted;

  private int size;

  @Column(name = "taken_at")
  private long takenAt;

  InboxRow() {}

  InboxRow(String process, InboxMessage message) {
    id = new Key(process, message.sequence());
    messageId = message.messageId();
    sender = message.from();
    owner = message.owner();
    action = message.action();
    tags = tree(message.tags());
    data = message.data();
    binary = message.binary();
    omitted = message.omitted();
    size = message.size();
    takenAt = message.timestamp();
  }

  InboxMessage message() {
    return new InboxMessage(
        id.sequence(),
        messageId,
        sender,
        owner,
        action,
        tags(tags),
        data,
        binary,
        omitted,
        takenAt);
  }

  private static JsonNode tree(List<Tag> tags) {
    ArrayNode tree = Json.array();
    for (Tag tag : tags) {
      tree.addArray().add(tag.name()).add(tag.value());
    }
    return tree;
  }

  static List<Tag> tags(JsonNode tree) {
    List<Tag> tags = new ArrayList<>(tree.size());
    for (JsonNode tag : tree) {
      tags.add(new Tag(tag.path(0).textValue(), tag.path(1).textValue()));
    }
    return tags;
  }
}
