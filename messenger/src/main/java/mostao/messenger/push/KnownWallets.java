package mostao.messenger.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Addresses that were not a process when somebody looked to the end of the directory: wallets, most
 * likely. Saves that look for every reply to a wallet. Kept for a minute, because a process could
 * be born under an id that a message named before; bounded. Thread-safe.
 */
public final class KnownWallets {
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final Cache<String, Boolean> known;

  /**
   * @param most how many are kept
   */
  public KnownWallets(int most) {
    this.known = Caffeine.newBuilder().maximumSize(most).expireAfterWrite(KEPT).build();
  }

  /** The whole directory was read, and this address is not a process. */
  public void add(String address) {
    known.put(address, Boolean.TRUE);
  }

  public boolean contains(String address) {
    return known.getIfPresent(address) != null;
  }
}
