package mostao.client.chat;

/**
 * A line of a handle's chat list.
 *
 * @param session id of its process
 * @param other name of the other side
 * @param otherPid id of the other side's handle
 * @param lastMessageTime Unix milliseconds, 0 when there was none
 * @param unread messages since the list was last marked as viewed
 */
public record ChatEntry(
    String session, String other, String otherPid, long lastMessageTime, long unread) {}
