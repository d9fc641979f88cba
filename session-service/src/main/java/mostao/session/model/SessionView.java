package mostao.session.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.process.Page;

/** The Actions' view of one session. */
public interface SessionView {
  /** The current generation of the key; 0 when there is none yet. */
  long generation();

  Optional<SessionKey> key(long generation);

  /** Those of these generations that there are, in any order. */
  List<SessionKey> keys(Set<Long> generations);

  /** Id of the newest message; 0 when there is none. */
  long lastMessage();

  Blocks blocks();

  /**
   * The first messages of a span, in its order. The cost depends on the page, not on the history.
   *
   * @param page bounds the rows and the sum of their {@link StoredMessage#size}
   */
  List<StoredMessage> messages(HistoryRange span, Page page);
}
