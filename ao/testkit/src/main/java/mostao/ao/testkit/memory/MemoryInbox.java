package mostao.ao.testkit.memory;

import java.util.ArrayList;
import java.util.List;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.Wire;

/** One partition of an inbox topic in memory: gives offsets and append times as a broker does. */
public final class MemoryInbox {
  private final String topic;
  private final int partition;
  private final List<ReceivedRecord> records = new ArrayList<>();
  private long now;

  /**
   * @param now append time of the first record, Unix milliseconds; each further one is one later
   */
  public MemoryInbox(String topic, int partition, long now) {
    this.topic = topic;
    this.partition = partition;
    this.now = now;
  }

  public ReceivedRecord append(InboxRecord item) {
    return append(item.target(), Wire.encode(item));
  }

  /** Any bytes under any key, as an operator or an attacker may write them. */
  public ReceivedRecord append(String key, byte[] value) {
    ReceivedRecord received =
        new ReceivedRecord(topic, partition, records.size(), now++, key, value);
    records.add(received);
    return received;
  }

  /** The broker's clock jumps, as clocks do. */
  public void setClock(long millis) {
    now = millis;
  }

  public List<ReceivedRecord> from(long offset) {
    return List.copyOf(records.subList((int) Math.min(offset, records.size()), records.size()));
  }

  public List<ReceivedRecord> all() {
    return from(0);
  }
}
