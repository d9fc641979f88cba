package mostao.ao.ans104;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Public keys in the form that a library takes, which costs a part of a verification to make; those
 * that were used last. Thread-safe.
 */
final class ReadyKeys {
  private final Map<ByteBuffer, PublicKey> keys;

  /**
   * @param most keys
   */
  ReadyKeys(int most) {
    this.keys =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<ByteBuffer, PublicKey> eldest) {
            return size() > most;
          }
        };
  }

  /** Makes a key. */
  @FunctionalInterface
  interface Making {
    /**
     * @return empty if the bytes are no key
     */
    Optional<PublicKey> make(byte[] key) throws GeneralSecurityException;
  }

  /**
   * @param key not changed afterwards
   * @return empty if the bytes are no key
   */
  Optional<PublicKey> get(byte[] key, Making making) throws GeneralSecurityException {
    ByteBuffer name = ByteBuffer.wrap(key);
    synchronized (keys) {
      PublicKey found = keys.get(name);
      if (found != null) {
        return Optional.of(found);
      }
    }
    Optional<PublicKey> made = making.make(key);
    synchronized (keys) {
      made.ifPresent(ready -> keys.put(name, ready));
    }
    return made;
  }

  int size() {
    synchronized (keys) {
      return keys.size();
    }
  }
}
