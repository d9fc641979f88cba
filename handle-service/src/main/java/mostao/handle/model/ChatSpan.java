package mostao.handle.model;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Part of a chat list.
 *
 * @param states of the sessions in it
 * @param after those behind this one
 */
public record ChatSpan(Set<ChatEntry.State> states, Optional<ChatEntry> after) {
  public static final ChatSpan ALL =
      new ChatSpan(EnumSet.allOf(ChatEntry.State.class), Optional.empty());

  public ChatSpan {
    states = Set.copyOf(states);
  }

  /** Whether no state is left out. */
  public boolean everyState() {
    return states.size() == ChatEntry.State.values().length;
  }
}
