package mostao.ao.turn;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which offsets a member of a consumer group may commit. A batch may end when its partition has
 * been another member's meanwhile and is this one's again; and a commit that failed may be tried
 * again after a later one. Either would set the group back, and its lag would stay until the next
 * record comes. So nothing is committed below the offset an assignment began at, nor below what was
 * committed since. Leaving an offset out is harmless: the partition's member reads on from the
 * committed offset.
 *
 * <p>Offsets are those of the next record, as Kafka commits them. Thread-safe.
 *
 * @param <P> a partition
 */
public final class Commits<P> {
  private final Set<P> assigned = new HashSet<>();
  private final Map<P, Long> floors = new HashMap<>();
  private final Map<P, Long> due = new HashMap<>();

  /** These are the member's from now on; where they begin is not known yet. */
  public synchronized void assigned(Collection<P> partitions) {
    assigned.addAll(partitions);
    floors.keySet().removeAll(partitions);
  }

  /** These are another's from now on. */
  public synchronized void revoked(Collection<P> partitions) {
    assigned.removeAll(partitions);
    floors.keySet().removeAll(partitions);
    due.keySet().removeAll(partitions);
  }

  /** How many partitions the member has. */
  public synchronized int partitions() {
    return assigned.size();
  }

  /** The member's partitions whose beginning is not known yet. */
  public synchronized Set<P> unknown() {
    Set<P> unknown = new HashSet<>(assigned);
    unknown.removeAll(floors.keySet());
    return unknown;
  }

  /**
   * The group has committed these. Nothing below them is committed from here; of a partition
   * nothing is committed before this was said.
   */
  public synchronized void begin(Map<P, Long> committed) {
    committed.forEach(
        (partition, offset) -> {
          if (assigned.contains(partition)) {
            floors.merge(partition, offset, Math::max);
          }
        });
  }

  /** Everything before these offsets is done, or a commit of them failed and has to be repeated. */
  public synchronized void done(Map<P, Long> next) {
    next.forEach((partition, offset) -> due.merge(partition, offset, Math::max));
  }

  /** The offsets to commit now, in order with those taken later; empty when there are none. */
  public synchronized Map<P, Long> take() {
    Map<P, Long> taken = new HashMap<>();
    Set<P> later = unknown();
    due.forEach(
        (partition, offset) -> {
          Long floor = floors.get(partition);
          if (floor != null && offset >= floor) {
            taken.put(partition, offset);
          }
        });
    floors.putAll(taken);
    due.keySet().retainAll(later);
    return taken;
  }
}
