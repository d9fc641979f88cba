package mostao.local.dlq;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import mostao.ao.wire.Headers;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * One dead letter.
 *
 * @param module whose dead letters it is among
 * @param offset its place there; module and offset name it
 * @param at when it was written
 * @param fault name of the reason
 * @param detail the reason in a sentence
 * @param topic where the record stood
 * @param partition where it stood
 * @param sourceOffset where it stood
 * @param key as it was; none if it had none
 * @param value as it was
 * @param redriven whether it was sent back to where it stood
 */
public record DlqRecord(
    String module,
    long offset,
    Instant at,
    String fault,
    String detail,
    String topic,
    int partition,
    long sourceOffset,
    Optional<String> key,
    byte[] value,
    boolean redriven) {

  /** How it is named on the command line. */
  public String name() {
    return module + "@" + offset;
  }

  DlqRecord asRedriven() {
    return new DlqRecord(
        module, offset, at, fault, detail, topic, partition, sourceOffset, key, value, true);
  }

  static DlqRecord of(String module, ConsumerRecord<String, byte[]> record) {
    return new DlqRecord(
        module,
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        header(record, Headers.FAULT).orElse("Unnamed"),
        header(record, Headers.FAULT_DETAIL).orElse(""),
        header(record, Headers.SOURCE_TOPIC).orElse(""),
        Math.toIntExact(number(record, Headers.SOURCE_PARTITION)),
        number(record, Headers.SOURCE_OFFSET),
        Optional.ofNullable(record.key()),
        record.value() == null ? new byte[0] : record.value(),
        false);
  }

  static Optional<String> header(ConsumerRecord<String, byte[]> record, String name) {
    Header found = record.headers().lastHeader(name);
    return found == null || found.value() == null
        ? Optional.empty()
        : Optional.of(new String(found.value(), StandardCharsets.UTF_8));
  }

  /** -1 for a header that is missing or not a number: another program wrote the record. */
  private static long number(ConsumerRecord<String, byte[]> record, String name) {
    return header(record, name)
        .filter(t -> t.matches("[0-9]{1,9}"))
        .map(Long::parseLong)
        .orElse(-1L);
  }
}
