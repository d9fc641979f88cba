package mostao.gateway.result;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;

/**
 * What processes published lately, as it is on the outboxes, so that who asks for the Result of
 * what was sent a moment ago costs the unit nothing. Forgets what doesn't fit. Thread-safe.
 */
final class RecentResults {
  /** What an entry takes beside its value. */
  private static final int OVERHEAD = 256;

  private final Cache<Waiters.Key, byte[]> values;

  /**
   * @param bytes it may take
   */
  RecentResults(long bytes) {
    this.values =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((Waiters.Key key, byte[] value) -> value.length + OVERHEAD)
            .executor(Runnable::run)
            .build();
  }

  void saw(Waiters.Key key, byte[] value) {
    values.put(key, value);
  }

  Optional<OutboxRecord> find(Waiters.Key key) {
    return Optional.ofNullable(values.getIfPresent(key)).flatMap(value -> read(key, value));
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
