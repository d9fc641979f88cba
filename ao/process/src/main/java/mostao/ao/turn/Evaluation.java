package mostao.ao.turn;

import java.util.Objects;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;

/**
 * One line of the evaluation log: what was evaluated, where it stood, what came of it.
 *
 * @param partition of the inbox
 * @param offset in the inbox
 * @param item as it was signed
 * @param outcome as it is published
 */
public record Evaluation(int partition, long offset, InboxRecord item, OutboxRecord outcome) {
  public Evaluation {
    Objects.requireNonNull(item, "item");
    Objects.requireNonNull(outcome, "outcome");
  }
}
