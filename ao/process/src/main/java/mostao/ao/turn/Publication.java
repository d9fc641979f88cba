package mostao.ao.turn;

import java.util.Objects;
import java.util.Optional;
import mostao.ao.wire.OutboxRecord;

/**
 * A Result on its way to the outbox topic.
 *
 * @param result as it is stored
 * @param trace W3C trace context, which goes into a header. It comes with the record that is
 *     answered and is stored nowhere, so what is published again has that of its redelivery
 */
public record Publication(OutboxRecord result, Optional<byte[]> trace) {
  public Publication {
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(trace, "trace");
  }

  /** Results that nobody follows. */
  public static Publication of(OutboxRecord result) {
    return new Publication(result, Optional.empty());
  }
}
