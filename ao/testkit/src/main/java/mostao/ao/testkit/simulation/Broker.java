package mostao.ao.testkit.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mostao.ao.turn.ReceivedRecord;

/** The topics: what was written stays, in the order it was written. */
public final class Broker {
  private final Simulation simulation;
  private final Map<Slot, List<ReceivedRecord>> slots = new LinkedHashMap<>();
  private final Map<String, Integer> partitions = new LinkedHashMap<>();

  public Broker(Simulation simulation) {
    this.simulation = simulation;
  }

  public void create(String topic, int count) {
    partitions.put(topic, count);
    for (int partition = 0; partition < count; partition++) {
      slots.put(new Slot(topic, partition), new ArrayList<>());
    }
  }

  /** The partitions of a topic, in order. */
  public List<Slot> slots(String topic) {
    List<Slot> found = new ArrayList<>();
    for (int partition = 0; partition < partitions.get(topic); partition++) {
      found.add(new Slot(topic, partition));
    }
    return found;
  }

  /** Where the records of a key go. */
  public Slot slot(String topic, String key) {
    return new Slot(topic, Math.floorMod(Objects.hashCode(key), partitions.get(topic)));
  }

  public ReceivedRecord append(Slot slot, String key, byte[] value) {
    List<ReceivedRecord> records = records(slot);
    ReceivedRecord record =
        new ReceivedRecord(
            slot.topic(), slot.partition(), records.size(), simulation.brokerTime(), key, value);
    records.add(record);
    return record;
  }

  /** From an offset on, at most so many. */
  public List<ReceivedRecord> read(Slot slot, long from, int most) {
    List<ReceivedRecord> records = records(slot);
    int begin = (int) Math.min(from, records.size());
    return List.copyOf(records.subList(begin, Math.min(records.size(), begin + most)));
  }

  /** Offset of the next record. */
  public long end(Slot slot) {
    return records(slot).size();
  }

  private List<ReceivedRecord> records(Slot slot) {
    List<ReceivedRecord> records = slots.get(slot);
    if (records == null) {
      throw new IllegalStateException("no " + slot);
    }
    return records;
  }
}
