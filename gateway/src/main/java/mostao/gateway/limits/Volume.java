package mostao.gateway.limits;

import java.util.HashMap;
import java.util.Map;

/** Bytes that are held for clients: so many in all, so many for each. Thread-safe. */
public final class Volume {
  /** Whether there was room. */
  public enum Room {
    TAKEN,
    /** The client holds as much as it may. */
    SHARE_IS_FULL,
    /** All together do. */
    ALL_IS_FULL
  }

  private final long most;
  private final long each;
  private final Map<String, Long> held = new HashMap<>();
  private long all;

  /**
   * @param most bytes in all; 0: no limit
   * @param each bytes for one client; 0: no limit
   */
  public Volume(long most, long each) {
    this.most = most;
    this.each = each;
  }

  /** Takes the bytes if there is room; {@link #release} is due then. */
  public synchronized Room reserve(String client, long bytes) {
    long mine = held.getOrDefault(client, 0L) + bytes;
    if (each > 0 && mine > each) {
      return Room.SHARE_IS_FULL;
    }
    if (most > 0 && all + bytes > most) {
      return Room.ALL_IS_FULL;
    }
    all += bytes;
    held.put(client, mine);
    return Room.TAKEN;
  }

  public synchronized void release(String client, long bytes) {
    all -= bytes;
    held.computeIfPresent(client, (key, mine) -> mine <= bytes ? null : mine - bytes);
  }

  public synchronized long bytes() {
    return all;
  }

  public long most() {
    return most;
  }

  public long each() {
    return each;
  }
}
