package mostao.registry.model;

import java.util.Objects;

/**
 * An {@code UpdateChatList} that one handle of a link has not answered yet. It may be sent again,
 * and the answer to any of them counts: were only the last one good, clients that ask faster than
 * handles answer would keep a session from ever becoming active.
 *
 * @param reference reference the notice was sent with
 * @param processA process A of the link
 * @param processB process B of the link
 * @param side which of the two was told
 */
public record Notice(long reference, String processA, String processB, Side side) {
  public Notice {
    Objects.requireNonNull(processA, "processA");
    Objects.requireNonNull(processB, "processB");
    Objects.requireNonNull(side, "side");
  }

  /** The handle that was notified. */
  public String process() {
    return side == Side.A ? processA : processB;
  }
}
