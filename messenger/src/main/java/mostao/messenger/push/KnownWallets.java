package mostao.messenger.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Targets of messages that were not a process when the whole directory had been read: wallets.
 * Saves reading to the end of the directory for every reply to a wallet. Bounded. Thread-safe.
 *
 * <p>The id of a process is the hash of its signature, so only its signer can name it before it
 * exists. For a signer that does, an entry is kept for a minute only.
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
