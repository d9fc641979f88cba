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

  /**
   * Those of a span with the newest message first; of the same time, by session.
   *
   * @param limit at most so many
   */
  List<ChatEntry> chats(ChatSpan span, int limit);

  ChatCounts chatCounts();

  /** The requests that have waited longest, the oldest first; of the same time, by session. */
  List<String> oldestRequests(int limit);

  InboxHead inboxHead();

  /** What a sender takes of the inbox; nothing when it has no message there. */
  Optional<SenderShare> share(String sender);

  /** The largest shares first; of the same size, the one with the oldest message. */
  List<SenderShare> largestShares(int limit);

  /** Sequences of a sender's oldest messages, the oldest first. */
  List<Long> oldestOf(String sender, int limit);

  /**
   * Messages of the inbox behind a sequence, oldest first.
   *
   * @param page bounds the rows and the sum of their {@link InboxMessage#size}
   */
  List<InboxMessage> inbox(long after, Page page);
}
