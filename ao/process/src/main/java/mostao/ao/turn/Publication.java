package mostao.ao.turn;

import java.util.Objects;
import java.util.Optional;
import mostao.ao.wire.Encoded;
import mostao.ao.wire.OutboxRecord;

/**
 * A Result on its way to the outbox topic.
 *
 * @param stored the Result as it is stored
 * @param trace W3C trace context, which goes into a header. It comes with the record that is
 *     answered and is stored nowhere, so what is published again has that of its redelivery
 */
public record Publication(Encoded<OutboxRecord> stored, Optional<byte[]> trace) {
  public Publication {
    Objects.requireNonNull(stored, "stored");
    Objects.requireNonNull(trace, "trace");
  }

  /** Results that nobody follows. */
  public static Publication of(OutboxRecord result) {
    return new Publication(Encoded.of(result), Optional.empty());
  }

  public OutboxRecord result() {
    return stored.record();
  }
}
