package mostao.gateway.intake;

/** How many items, and bytes of them, may be in flight at a time. Thread-safe. */
final class InFlightLimit {
  private final int mostItems;
  private final long mostBytes;
  private int items;
  private long bytes;

  InFlightLimit(int mostItems, long mostBytes) {
    this.mostItems = mostItems;
    this.mostBytes = mostBytes;
  }

  /** Whether there is room. If so, call {@link #leave} once. */
  synchronized boolean enter(int length) {
    if (items >= mostItems || bytes + length > mostBytes) {
      return false;
    }
    items++;
    bytes += length;
    return true;
  }

  synchronized void leave(int length) {
    items--;
    bytes -= length;
  }

  synchronized int items() {
    return items;
  }
}
