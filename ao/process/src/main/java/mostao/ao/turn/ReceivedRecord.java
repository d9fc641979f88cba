package mostao.ao.turn;

import java.util.Objects;
import java.util.Optional;

/**
 * A record as it was polled from an inbox.
 *
 * @param key as on the topic, null if it had none
 * @param value as on the topic; empty if it had none
 * @param timestamp the broker's append time, Unix milliseconds
 * @param trace W3C trace context of the record, which says nothing of the message itself
 */
public record ReceivedRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    String key,
    byte[] value,
    Optional<byte[]> trace) {
  public ReceivedRecord {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(trace, "trace");
  }

  /** A record that nobody follows. */
  public ReceivedRecord(
      String topic, int partition, long offset, long timestamp, String key, byte[] value) {
    this(topic, partition, offset, timestamp, key, value, Optional.empty());
  }
}
