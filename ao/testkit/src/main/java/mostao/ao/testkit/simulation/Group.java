package mostao.ao.testkit.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** A consumer group: the owner and the committed offset of each partition. */
public final class Group {
  private final Simulation simulation;
  private final Broker broker;
  private final String name;
  private final List<Slot> slots;
  private final List<Consumer> members = new ArrayList<>();
  private final Map<Slot, Consumer> owners = new LinkedHashMap<>();
  private final Map<Slot, Long> epochs = new LinkedHashMap<>();
  private final Map<Slot, Long> committed = new LinkedHashMap<>();
  private long version;
  private BiConsumer<Slot, Long> onCommit = (slot, offset) -> {};

  public Group(Simulation simulation, Broker broker, String name, List<Slot> slots) {
    this.simulation = simulation;
    this.broker = broker;
    this.name = name;
    this.slots = List.copyOf(slots);
  }

  /** Told of every offset before it is committed. */
  public void watch(BiConsumer<Slot, Long> watcher) {
    onCommit = watcher;
  }

  /** A new member, under a name for the trace. */
  public Consumer join(String member) {
    Consumer consumer = new Consumer(simulation, broker, this, member);
    members.add(consumer);
    rebalance();
    return consumer;
  }

  void leave(Consumer member) {
    if (members.remove(member)) {
      rebalance();
    }
  }

  /** Every partition goes to one member, regardless of its former owner. */
  public void rebalance() {
    Map<Slot, Consumer> moved = new LinkedHashMap<>();
    for (Slot slot : slots) {
      Consumer before = owners.get(slot);
      Consumer after = members.isEmpty() ? null : simulation.random().oneOf(members);
      if (after != before) {
        if (before != null && members.contains(before)) {
          before.revoked();
        }
        moved.put(slot, after);
      }
    }
    version++;
    moved.forEach(
        (slot, after) -> {
          owners.put(slot, after);
          epochs.merge(slot, 1L, Long::sum);
        });
    simulation.say("%s rebalances", name);
  }

  /** A new one after every rebalance. */
  long version() {
    return version;
  }

  /** The partitions of a member, and since when. */
  Map<Slot, Long> assigned(Consumer member) {
    Map<Slot, Long> found = new LinkedHashMap<>();
    owners.forEach(
        (slot, owner) -> {
          if (owner == member) {
            found.put(slot, epochs.get(slot));
          }
        });
    return found;
  }

  /**
   * Like the broker, refuses a member that has not noticed the last rebalance, and does not check
   * which member owns the partition.
   *
   * @param seen the version the member knows
   */
  boolean commit(Consumer member, long seen, Slot slot, long offset) {
    if (seen != version || !members.contains(member)) {
      return false;
    }
    onCommit.accept(slot, offset);
    committed.put(slot, offset);
    return true;
  }

  public long committed(Slot slot) {
    return committed.getOrDefault(slot, 0L);
  }

  /** As an operator does: all are stopped, and begin again at the beginning. */
  public void reset() {
    version++;
    simulation.say("%s is set back to the beginning", name);
    for (Slot slot : slots) {
      committed.put(slot, 0L);
      epochs.merge(slot, 1L, Long::sum);
    }
  }

  /** Records not yet done. */
  public long lag() {
    return slots.stream().mapToLong(slot -> broker.end(slot) - committed(slot)).sum();
  }
}
