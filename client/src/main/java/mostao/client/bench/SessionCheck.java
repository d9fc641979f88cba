package mostao.client.bench;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What sessions have, compared with what was accepted for them.
 *
 * @param lost accepted and not there
 * @param doubled there more than once
 * @param reordered behind one that was sent only after this one had been accepted: nothing orders
 *     two that were on their way at the same time
 * @param foreign there, and nobody sent it in this form
 */
public record SessionCheck(long accepted, long lost, long doubled, long reordered, long foreign) {
  static final SessionCheck NOTHING = new SessionCheck(0, 0, 0, 0, 0);

  /** The number of a content that is none of ours. */
  static final long NO_NUMBER = -1;

  /**
   * @param sent to the session in this run
   * @param kept numbers of the contents that the session has of this run, in its order
   */
  static SessionCheck of(List<Sent> sent, List<Long> kept) {
    Map<Long, Sent> expected = new HashMap<>();
    long accepted = 0;
    for (Sent message : sent) {
      expected.put(message.number, message);
      accepted += message.accepted != 0 ? 1 : 0;
    }
    Set<Long> seen = new HashSet<>();
    long doubled = 0;
    long reordered = 0;
    long foreign = 0;
    long found = 0;
    long latest = Long.MIN_VALUE;
    for (long number : kept) {
      Sent message = expected.get(number);
      if (message == null) {
        foreign++;
      } else if (!seen.add(number)) {
        doubled++;
      } else {
        if (message.accepted != 0) {
          found++;
          reordered += latest > message.accepted ? 1 : 0;
        }
        latest = Math.max(latest, message.posted);
      }
    }
    return new SessionCheck(accepted, accepted - found, doubled, reordered, foreign);
  }

  SessionCheck and(SessionCheck other) {
    return new SessionCheck(
        accepted + other.accepted,
        lost + other.lost,
        doubled + other.doubled,
        reordered + other.reordered,
        foreign + other.foreign);
  }

  boolean right() {
    return lost + doubled + reordered + foreign == 0;
  }
}
