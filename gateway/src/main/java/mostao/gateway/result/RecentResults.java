package mostao.gateway.result;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;

/**
 * What processes published lately, as it is on the outboxes, so that who asks for the Result of
 * what was sent a moment ago costs the unit nothing. Forgets the oldest: a cache that keeps what is
 * asked for often would let go of the newest, which nobody has asked for yet. Thread-safe.
 */
final class RecentResults {
  /** What an entry takes beside its value. */
  private static final int OVERHEAD = 256;

  private final long most;
  private final Map<Waiters.Key, byte[]> values = new LinkedHashMap<>();
  private long bytes;

  /**
   * @param most bytes it may take
   */
  RecentResults(long most) {
    this.most = most;
  }

  synchronized void saw(Waiters.Key key, byte[] value) {
    byte[] before = values.remove(key);
    bytes += weight(value) - (before == null ? 0 : weight(before));
    values.put(key, value);
    Iterator<byte[]> oldest = values.values().iterator();
    while (bytes > most && oldest.hasNext()) {
      bytes -= weight(oldest.next());
      oldest.remove();
    }
  }

  private static int weight(byte[] value) {
    return value.length + OVERHEAD;
  }

  Optional<OutboxRecord> find(Waiters.Key key) {
    return Optional.ofNullable(get(key)).flatMap(value -> read(key, value));
  }

  private synchronized byte[] get(Waiters.Key key) {
    return values.get(key);
  }

  /** The value counts; one that is of another message than its record says is none. */
  static Optional<OutboxRecord> read(Waiters.Key key, byte[] value) {
    return Wire.decodeOutbox(value) instanceof Decoded.Ok<OutboxRecord> ok
            && ok.value().process().equals(key.process())
            && ok.value().message().equals(key.message())
        ? Optional.of(ok.value())
        : Optional.empty();
  }
}
