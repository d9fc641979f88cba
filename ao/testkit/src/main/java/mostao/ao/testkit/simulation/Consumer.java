package mostao.ao.testkit.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mostao.ao.turn.Commits;
import mostao.ao.turn.ReceivedRecord;

/**
 * One member of a group: which partitions it believes to have, and where it stands. Its belief may
 * be out of date.
 */
public final class Consumer {
  private final Simulation simulation;
  private final Broker broker;
  private final Group group;
  private final String name;
  private final Map<Slot, Place> places = new LinkedHashMap<>();
  private final Commits<Slot> commits = new Commits<>();
  private Map<Slot, Long> unanswered = Map.of();
  private boolean due;
  private long seen = -1;

  /**
   * @param epoch of the assignment
   * @param offset next to read
   */
  private record Place(long epoch, long offset) {}

  Consumer(Simulation simulation, Broker broker, Group group, String name) {
    this.simulation = simulation;
    this.broker = broker;
    this.group = group;
    this.name = name;
  }

  /** The next records, in order of each partition; none when there are none. */
  public List<ReceivedRecord> poll(int most) {
    if (seen != group.version() && !simulation.random().strikes(Fault.ZOMBIE)) {
      notice();
    }
    List<Slot> slots = new ArrayList<>(places.keySet());
    List<ReceivedRecord> batch = new ArrayList<>();
    int first = slots.isEmpty() ? 0 : simulation.random().below(slots.size());
    for (int i = 0; i < slots.size() && batch.size() < most; i++) {
      Slot slot = slots.get((first + i) % slots.size());
      Place place = places.get(slot);
      if (place.offset >= broker.end(slot)) {
        continue;
      }
      List<ReceivedRecord> found = broker.read(slot, place.offset, most - batch.size());
      places.put(slot, new Place(place.epoch, place.offset + found.size()));
      batch.addAll(found);
    }
    if (!batch.isEmpty()) {
      simulation.say("%s polls %s", name, shown(batch));
    }
    return batch;
  }

  /** Newly assigned partitions begin at the committed offset. */
  private void notice() {
    seen = group.version();
    Map<Slot, Long> assigned = group.assigned(this);
    List<Slot> lost = new ArrayList<>(places.keySet());
    lost.removeAll(assigned.keySet());
    places.keySet().removeAll(lost);
    commits.revoked(lost);
    assigned.forEach(
        (slot, epoch) -> {
          Place place = places.get(slot);
          if (place == null || place.epoch != epoch) {
            long begin = group.committed(slot);
            places.put(slot, new Place(epoch, begin));
            commits.assigned(List.of(slot));
            commits.begin(Map.of(slot, begin));
          }
        });
  }

  /** These are done: their offsets may be committed. */
  public void done(List<ReceivedRecord> batch) {
    Map<Slot, Long> next = new LinkedHashMap<>();
    batch.forEach(
        record ->
            next.merge(
                new Slot(record.topic(), record.partition()), record.offset() + 1, Math::max));
    commits.done(next);
    due = true;
  }

  /**
   * Commits what is done, if that gets through. A commit that does not is sent again, before or
   * after a later one.
   *
   * @return whether there was anything to commit
   */
  public boolean commit() {
    if (!due && unanswered.isEmpty()) {
      return false;
    }
    if (simulation.random().strikes(Fault.COMMIT_LOST)) {
      if (unanswered.isEmpty()) {
        unanswered = commits.take();
      }
      return false;
    }
    commitNow();
    if (!unanswered.isEmpty()) {
      commits.done(unanswered);
      unanswered = Map.of();
      commitNow();
    }
    return true;
  }

  private void commitNow() {
    due = false;
    Map<Slot, Long> next = commits.take();
    next.forEach(
        (slot, offset) -> {
          boolean taken = group.commit(this, seen, slot, offset);
          simulation.say("%s commits %s@%d%s", name, slot, offset, taken ? "" : ": refused");
          if (!taken) {
            commits.done(Map.of(slot, offset));
            due = true;
          }
        });
  }

  /** Told of a rebalance in time, unless it is not. */
  void revoked() {
    if (!simulation.random().strikes(Fault.ZOMBIE)) {
      commitNow();
    }
  }

  /** Leaves its group. */
  public void leave() {
    group.leave(this);
  }

  private static String shown(List<ReceivedRecord> batch) {
    StringBuilder text = new StringBuilder();
    batch.forEach(
        r ->
            text.append(' ')
                .append(new Slot(r.topic(), r.partition()))
                .append('@')
                .append(r.offset()));
    return text.toString().trim();
  }
}
