package mostao.handle.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A change to the rows of one handle. */
public sealed interface HandleChange {
  /** The profile is this, whole. */
  record PutProfile(ObjectNode profile) implements HandleChange {}

  /** Adds an entry or replaces that of the same session. */
  record PutChat(ChatEntry chat) implements HandleChange {}

  /** Adds the next message to the inbox. */
  record KeepMessage(InboxMessage message) implements HandleChange {}

  /** Drops the oldest messages of the inbox, those up to {@code last}. */
  record DropMessages(long first, long last) implements HandleChange {}
}
