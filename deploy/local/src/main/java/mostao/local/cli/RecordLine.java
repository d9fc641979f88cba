package mostao.local.cli;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import mostao.client.terminal.Printable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** One record as one line: time, topic, partition and offset, key, headers, value. */
final class RecordLine {
  private static final int VALUE_CHARACTERS = 160;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final boolean full;

  RecordLine(boolean full) {
    this.full = full;
  }

  String of(ConsumerRecord<String, byte[]> record) {
    StringBuilder line = new StringBuilder();
    line.append(TIME.format(Instant.ofEpochMilli(record.timestamp()))).append(' ');
    line.append(record.topic()).append('/').append(record.partition());
    line.append('@').append(record.offset()).append(" key=").append(record.key());
    for (Header header : record.headers()) {
      if (header.key().startsWith("ao-") && header.value() != null) {
        line.append(' ').append(header.key()).append('=');
        line.append(new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    // Foreign text must not control the terminal.
    return Printable.of(line.append(' ').append(value(record.value())).toString());
  }

  private String value(byte[] bytes) {
    if (bytes == null) {
      return "(deleted)";
    }
    String value = new String(bytes, StandardCharsets.UTF_8);
    return full || value.length() <= VALUE_CHARACTERS
        ? value
        : value.substring(0, VALUE_CHARACTERS) + "… (" + value.length() + " characters)";
  }
}
