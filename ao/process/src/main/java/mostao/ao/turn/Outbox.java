package mostao.ao.turn;

import java.util.List;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.OutboxRecord;

/** Where Results and dead letters go. */
public interface Outbox {
  /**
   * Publishes all, in order per process, and returns when the broker has acknowledged all.
   *
   * @throws BrokenDependency when one was not acknowledged; any of them may be on the topic
   */
  void publish(List<OutboxRecord> results, List<DeadLetter> letters);
}
