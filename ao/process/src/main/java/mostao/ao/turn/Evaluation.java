package mostao.ao.turn;

import java.util.Objects;
import mostao.ao.wire.Encoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;

/**
 * One line of the evaluation log: what was evaluated, where it stood, what came of it.
 *
 * @param partition of the inbox
 * @param offset in the inbox
 * @param signed the item as it was signed
 * @param published the outcome as it is published
 */
public record Evaluation(
    int partition, long offset, Encoded<InboxRecord> signed, Encoded<OutboxRecord> published) {
  public Evaluation {
    Objects.requireNonNull(signed, "signed");
    Objects.requireNonNull(published, "published");
  }

  public Evaluation(int partition, long offset, InboxRecord item, OutboxRecord outcome) {
    this(partition, offset, Encoded.of(item), Encoded.of(outcome));
  }

  public InboxRecord item() {
    return signed.record();
  }

  public OutboxRecord outcome() {
    return published.record();
  }
}
