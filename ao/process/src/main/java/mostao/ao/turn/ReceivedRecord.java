package mostao.ao.turn;

import java.util.Objects;

/**
 * A record as it was polled from an inbox.
 *
 * @param key as on the topic, null if it had none
 * @param value as on the topic; empty if it had none
 * @param timestamp the broker's append time, Unix milliseconds
 */
public record ReceivedRecord(
    String topic, int partition, long offset, long timestamp, String key, byte[] value) {
  public ReceivedRecord {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(value, "value");
  }
}
