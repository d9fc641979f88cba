package mostao.gateway.edge.limits;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much each client did of late: between one and two windows. Bounded: clients beyond the most
 * are not counted, and so are never above others. Thread-safe, never blocks.
 */
public final class RecentShares {
  private static final int MOST_CLIENTS = 20_000;

  private final long windowNanos;
  private final LongSupplier nanos;
  private Map<String, Integer> before = new HashMap<>();
  private Map<String, Integer> now = new HashMap<>();
  private long total;

  /** Clients that are in both windows. */
  private int twice;

  private long since;

  /**
   * @param nanos a clock
   */
  public RecentShares(Duration window, LongSupplier nanos) {
    this.windowNanos = window.toNanos();
    this.nanos = nanos;
    this.since = nanos.getAsLong();
  }

  /** The client did one more. */
  public synchronized void add(String client) {
    turn();
    if (now.size() < MOST_CLIENTS || now.containsKey(client)) {
      if (now.merge(client, 1, Integer::sum) == 1 && before.containsKey(client)) {
        twice++;
      }
      total++;
    }
  }

  /** Whether the client did more than those who did something did on average. */
  public synchronized boolean isAbove(String client) {
    turn();
    long clients = before.size() + now.size() - twice;
    return clients > 0 && (long) count(client) * clients > total;
  }

  private int count(String client) {
    return before.getOrDefault(client, 0) + now.getOrDefault(client, 0);
  }

  private void turn() {
    long passed = nanos.getAsLong() - since;
    if (passed < windowNanos) {
      return;
    }
    before = passed < 2 * windowNanos ? now : new HashMap<>();
    now = new HashMap<>();
    twice = 0;
    total = before.values().stream().mapToLong(Integer::longValue).sum();
    since = nanos.getAsLong();
  }
}
