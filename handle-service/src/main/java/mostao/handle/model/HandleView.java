package mostao.handle.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Page;

/** The Actions' view of one handle. */
public interface HandleView {
  /** A copy of the profile; empty if there is none yet. */
  ObjectNode profile();

  Optional<ChatEntry> chat(String session);

  /** Those with the newest message first; of the same time, by session. */
  List<ChatEntry> chats(int limit);

  InboxBounds inboxBounds();

  /**
   * Messages of the inbox behind a sequence, oldest first.
   *
   * @param page bounds the rows and the sum of their {@link InboxMessage#size}
   */
  List<InboxMessage> inbox(long after, Page page);
}
