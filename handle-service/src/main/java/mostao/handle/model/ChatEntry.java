package mostao.handle.model;

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
 */
public record ChatEntry(
    String session,
    String otherName,
    String otherProcess,
    long lastMessage,
    long lastViewed,
    long unread) {

  public ChatEntry {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(otherName, "otherName");
    Objects.requireNonNull(otherProcess, "otherProcess");
  }

  public static ChatEntry opened(String session, String otherName, String otherProcess) {
    return new ChatEntry(session, otherName, otherProcess, 0, 0, 0);
  }

  /** The same history under the other side's current name. */
  public ChatEntry with(String name, String process) {
    return new ChatEntry(session, name, process, lastMessage, lastViewed, unread);
  }

  /** The other side wrote: time moves forward only, as notices may come late. */
  public ChatEntry received(long time) {
    return new ChatEntry(
        session, otherName, otherProcess, Math.max(lastMessage, time), lastViewed, unread + 1);
  }

  /** The owner wrote. */
  public ChatEntry sent(long time) {
    return new ChatEntry(
        session, otherName, otherProcess, Math.max(lastMessage, time), lastViewed, unread);
  }

  /** The owner looked. */
  public ChatEntry viewed(long time) {
    return new ChatEntry(session, otherName, otherProcess, lastMessage, time, 0);
  }
}
