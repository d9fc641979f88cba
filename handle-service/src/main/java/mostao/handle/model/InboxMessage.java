package mostao.handle.model;

import java.util.List;
import java.util.Objects;
import mostao.ao.message.Tag;
import mostao.ao.process.Page;

/**
 * A message that matched no Action, kept for the owner.
 *
 * @param sequence running number within the handle, from 1
 * @param messageId id of the item
 * @param from who spoke
 * @param owner who signed
 * @param action its Action, or empty
 * @param tags as signed
 * @param data as signed; base64url when {@code binary}; empty when {@code omitted}
 * @param binary whether the signed data was not UTF-8
 * @param omitted size of the data in bytes when it was too large to be kept, else 0
 * @param timestamp when it came, Unix milliseconds
 */
public record InboxMessage(
    long sequence,
    String messageId,
    String from,
    String owner,
    String action,
    List<Tag> tags,
    String data,
    boolean binary,
    int omitted,
    long timestamp) {

  public InboxMessage {
    Objects.requireNonNull(messageId, "messageId");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(action, "action");
    tags = List.copyOf(tags);
    Objects.requireNonNull(data, "data");
  }

  /** Bytes of data and tags. */
  public int size() {
    int size = Page.bytes(data);
    for (Tag tag : tags) {
      size += Page.bytes(tag.name()) + Page.bytes(tag.value());
    }
    return size;
  }
}
