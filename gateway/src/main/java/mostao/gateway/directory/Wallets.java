package mostao.gateway.directory;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Addresses that signed an item, and so can never be a process: an address is the hash of a key, a
 * process id that of a signature. Saves the messenger a look-up to the end of the directory for
 * every reply to a wallet. Bounded, the longest unused goes first. Thread-safe.
 */
public final class Wallets {
  private final Map<String, Boolean> known;

  /**
   * @param most how many are kept
   */
  public Wallets(int most) {
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > most;
          }
        };
  }

  /** This address signed an item whose signature was verified. */
  public synchronized void signed(String address) {
    known.put(address, Boolean.TRUE);
  }

  public synchronized boolean contains(String address) {
    return known.get(address) != null;
  }
}
