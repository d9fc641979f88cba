package mostao.gateway.streams;

import java.util.LinkedHashMap;
import java.util.Map;
import mostao.ao.wire.WalletRecord;

/**
 * Tells a message to a wallet from its repetition. After a failure the messenger writes some of
 * them again, but the messages of one process first appear in order: one that is not behind the
 * last of its process was there before. Bounded: the process that was silent longest is forgotten
 * first, which a cache that keeps what is used often (Caffeine) does not promise. Used by one
 * thread at a time.
 */
final class DuplicateFilter {
  private record Place(long nonce, int index) {}

  private final Map<String, Place> last;

  /**
   * @param most processes remembered
   */
  DuplicateFilter(int most) {
    this.last =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
            return size() > most;
          }
        };
  }

  /** Whether it appears for the first time. */
  boolean isNew(WalletRecord record) {
    Place place = last.get(record.process());
    boolean isNew =
        place == null
            || record.nonce() > place.nonce()
            || record.nonce() == place.nonce() && record.index() > place.index();
    if (isNew) {
      last.put(record.process(), new Place(record.nonce(), record.index()));
    }
    return isNew;
  }

  /** Forgets all known entries: the log is another one. */
  void clear() {
    last.clear();
  }
}
