package mostao.handle.model;

/**
 * Which messages the inbox holds: all from {@code first} to {@code last}.
 *
 * @param first sequence of the oldest kept; one more than {@code last} when none is
 * @param last sequence of the newest ever kept; 0 when there was none
 */
public record InboxBounds(long first, long last) {
  public static final InboxBounds NONE = new InboxBounds(1, 0);

  public InboxBounds {
    if (first < 1 || last < first - 1) {
      throw new IllegalArgumentException("an inbox from " + first + " to " + last);
    }
  }

  /** How many are kept. */
  public long count() {
    return last - first + 1;
  }
}
