package mostao.handle.model;

import java.util.Objects;

/**
 * What one sender takes of the inbox.
 *
 * @param sender who spoke
 * @param kept how many messages are there, 1 or more
 * @param oldest sequence of the oldest of them
 */
public record SenderShare(String sender, long kept, long oldest) {
  public SenderShare {
    Objects.requireNonNull(sender, "sender");
    if (kept < 1) {
      throw new IllegalArgumentException("a share of " + kept + " messages");
    }
  }
}
