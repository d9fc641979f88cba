package mostao.ao.wire;

import java.util.Objects;

/**
 * A record that is not a message, kept unchanged with the reason and its position.
 *
 * @param key as it was, possibly null
 * @param value as it was; empty if the record had none
 */
public record DeadLetter(
    String topic, int partition, long offset, String key, byte[] value, Decoded.Fault fault) {
  public DeadLetter {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(fault, "fault");
  }
}
