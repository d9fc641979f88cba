package mostao.gateway.result;

import java.util.Optional;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;

/**
 * What processes published lately, as it is on the outboxes, so that who asks for the Result of
 * what was sent a moment ago costs the unit nothing. Forgets the oldest: a cache that keeps what is
 * asked for often would let go of the newest, which nobody has asked for yet. Thread-safe.
 *
 * <p>Under load each lives for seconds, long enough to fill the old generation of the heap. They
 * are therefore copied into a few arrays that stay, the oldest of which is written over as a whole.
 */
final class RecentResults {
  private static final int SEGMENTS = 16;

  private final RecentSegment[] segments = new RecentSegment[SEGMENTS];
  private int newest;

  /**
   * @param most bytes it may take; what takes more than a sixteenth of it is not kept
   */
  RecentResults(long most) {
    int each = (int) Math.min(most / SEGMENTS, RecentSegment.LARGEST);
    for (int i = 0; i < SEGMENTS; i++) {
      segments[i] = new RecentSegment(each);
    }
  }

  synchronized void saw(Waiters.Key key, byte[] value) {
    RecentSegment.Name name = RecentSegment.Name.of(key);
    if (segments[newest].add(name, value) || !segments[newest].couldHold(name, value)) {
      return;
    }
    newest = (newest + 1) % SEGMENTS;
    segments[newest].clear();
    segments[newest].add(name, value);
  }

  Optional<OutboxRecord> find(Waiters.Key key) {
    return copy(key).flatMap(value -> read(key, value));
  }

  private synchronized Optional<byte[]> copy(Waiters.Key key) {
    RecentSegment.Name name = RecentSegment.Name.of(key);
    for (int age = 0; age < SEGMENTS; age++) {
      Optional<byte[]> found = segments[Math.floorMod(newest - age, SEGMENTS)].find(name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
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
