package mostao.handle.model;

import java.util.Locale;
import java.util.Objects;

/**
 * One session in the chat list of a handle.
 *
 * @param session id of the session's process
 * @param otherName handle at the other side
 * @param otherProcess id of the other handle's process
 * @param lastMessage time of the newest message either way, Unix milliseconds; 0 for none yet
 * @param lastViewed when the owner last looked, Unix milliseconds; 0 for never
 * @param unread messages from the other side since then
 * @param state what the owner has decided about it
 * @param begun when it came into the list, Unix milliseconds; 0 for before that was kept
 */
public record ChatEntry(
    String session,
    String otherName,
    String otherProcess,
    long lastMessage,
    long lastViewed,
    long unread,
    State state,
    long begun) {

  /** What the owner has decided about a session. */
  public enum State {
    /** Somebody else began it, and the owner has neither answered nor written. */
    REQUEST,
    /** The owner began it, accepted it or wrote. */
    OPEN,
    /** The owner wants nothing from the other side. */
    BLOCKED;

    /** As clients read it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ChatEntry {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(otherName, "otherName");
    Objects.requireNonNull(otherProcess, "otherProcess");
    Objects.requireNonNull(state, "state");
  }

  public static ChatEntry listed(
      String session, String otherName, String otherProcess, State state, long time) {
    return new ChatEntry(session, otherName, otherProcess, 0, 0, 0, state, time);
  }

  /** The same history under the other side's current name. */
  public ChatEntry with(String name, String process) {
    return new ChatEntry(session, name, process, lastMessage, lastViewed, unread, state, begun);
  }

  /** The same after a decision of the owner. */
  public ChatEntry in(State decided) {
    return new ChatEntry(
        session, otherName, otherProcess, lastMessage, lastViewed, unread, decided, begun);
  }

  /** The owner has something to do with it: a request is one no longer, a block stays. */
  public ChatEntry answered() {
    return state == State.REQUEST ? in(State.OPEN) : this;
  }

  /** The other side wrote: time moves forward only, as notices may come late. */
  public ChatEntry received(long time) {
    return at(Math.max(lastMessage, time), lastViewed, unread + 1);
  }

  /** The owner wrote. */
  public ChatEntry sent(long time) {
    return at(Math.max(lastMessage, time), lastViewed, unread).answered();
  }

  /** The owner looked. */
  public ChatEntry viewed(long time) {
    return at(lastMessage, time, 0);
  }

  private ChatEntry at(long message, long look, long unseen) {
    return new ChatEntry(session, otherName, otherProcess, message, look, unseen, state, begun);
  }
}
