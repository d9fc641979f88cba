package mostao.messenger.push;

import java.util.Optional;

/**
 * A record of an outbox topic, as it was polled.
 *
 * @param key possibly null
 * @param value possibly null
 * @param trace W3C trace context of the record
 */
public record PolledRecord(
    String topic, int partition, long offset, String key, byte[] value, Optional<byte[]> trace) {}
