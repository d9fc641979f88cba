package mostao.gateway.edge.limits;

import java.util.concurrent.ConcurrentHashMap;

/** How many things each client may have at a time. Thread-safe. */
public final class ConcurrencyLimit {
  private final int each;
  private final ConcurrentHashMap<String, Integer> taken = new ConcurrentHashMap<>();

  /**
   * @param each of one client; 0: no limit
   */
  public ConcurrencyLimit(int each) {
    this.each = each;
  }

  /** Whether there is room. If so, call {@link #leave} once. */
  public boolean enter(String client) {
    if (each == 0) {
      return true;
    }
    boolean[] entered = new boolean[1];
    taken.compute(
        client,
        (key, count) -> {
          int now = count == null ? 0 : count;
          entered[0] = now < each;
          return entered[0] ? Integer.valueOf(now + 1) : count;
        });
    return entered[0];
  }

  public void leave(String client) {
    taken.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
  }

  public int each() {
    return each;
  }

  /** Clients that have something. */
  int clients() {
    return taken.size();
  }
}
