package mostao.session.model;

import java.util.Objects;
import mostao.ao.process.Page;

/**
 * One message of the history. Its time is never less than that of the message before.
 *
 * @param id running number within the session, from 1
 * @param messageId id of the item that brought it
 * @param sender process of the handle that sent it
 * @param generation of the key it is encrypted with
 * @param timestamp Unix milliseconds
 * @param content as the client encrypted it
 * @param stale whether the generation was no longer the current one when the message came
 */
public record StoredMessage(
    long id,
    String messageId,
    String sender,
    long generation,
    long timestamp,
    String content,
    boolean stale) {
  public StoredMessage {
    Objects.requireNonNull(messageId, "messageId");
    Objects.requireNonNull(sender, "sender");
    Objects.requireNonNull(content, "content");
  }

  /** Bytes of the content. */
  public int size() {
    return Page.bytes(content);
  }
}
