package mostao.ao.testkit.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An idempotent producer: records of one partition are written in the order they were handed over,
 * those of different partitions in any; each is written once, however often that is tried.
 */
public final class Sender implements Actor {
  /** A producer's promise about a record it took. */
  public enum Promise {
    /** It is written sooner or later, unless the process dies. */
    PATIENT,
    /** The waiting caller gets an error if it takes too long; the record may be written even so. */
    PROMPT,
    /**
     * A planted bug: as prompt, and the records behind one that was given up are written even so.
     */
    OVERTAKING
  }

  private record Pending(String key, byte[] value, Consumer<Boolean> told) {}

  private final Simulation simulation;
  private final Broker broker;
  private final String name;
  private final Promise promise;
  private final Map<Slot, Deque<Pending>> queues = new LinkedHashMap<>();
  private int queued;
  private boolean dead;

  public Sender(Simulation simulation, Broker broker, String name, Promise promise) {
    this.simulation = simulation;
    this.broker = broker;
    this.name = name;
    this.promise = promise;
  }

  /**
   * @param told once, later: true when the broker has acknowledged, false when nothing is known
   */
  public void send(String topic, String key, byte[] value, Consumer<Boolean> told) {
    if (!dead) {
      queues
          .computeIfAbsent(broker.slot(topic, key), slot -> new ArrayDeque<>())
          .add(new Pending(key, value, told));
      queued++;
    }
  }

  @Override
  public boolean step() {
    if (queued == 0 || simulation.random().strikes(Fault.BROKER_SLOW)) {
      return false;
    }
    List<Slot> waiting = new ArrayList<>();
    queues.forEach(
        (slot, queue) -> {
          if (!queue.isEmpty()) {
            waiting.add(slot);
          }
        });
    Slot slot = simulation.random().oneOf(waiting);
    Pending next = queues.get(slot).remove();
    queued--;
    if (promise != Promise.PATIENT && simulation.random().strikes(Fault.RECORD_REFUSED)) {
      simulation.say("%s gives up a record for %s", name, slot);
      next.told.accept(false);
      return true;
    }
    long offset = broker.append(slot, next.key, next.value).offset();
    boolean told =
        promise == Promise.PATIENT || !simulation.random().strikes(Fault.ACKNOWLEDGEMENT_LOST);
    simulation.say("%s writes %s@%d%s", name, slot, offset, told ? "" : ", unacknowledged");
    next.told.accept(told);
    return true;
  }

  /** The process has died: what is not written will not be. */
  public void die() {
    dead = true;
    queues.clear();
    queued = 0;
  }

  public boolean isDead() {
    return dead;
  }

  public boolean isIdle() {
    return queued == 0;
  }
}
