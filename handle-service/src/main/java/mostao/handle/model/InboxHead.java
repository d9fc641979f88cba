package mostao.handle.model;

/**
 * How full the inbox is.
 *
 * @param last sequence of the newest message ever kept; 0 when there was none
 * @param kept how many messages are there
 */
public record InboxHead(long last, long kept) {
  public static final InboxHead NONE = new InboxHead(0, 0);

  public InboxHead {
    if (kept < 0 || last < kept) {
      throw new IllegalArgumentException("an inbox of " + kept + " messages up to " + last);
    }
  }
}
