package mostao.ao.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import mostao.ao.process.Evaluator;
import mostao.ao.process.Rules;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.Outbox;
import mostao.ao.turn.Publication;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Store;
import mostao.ao.turn.Turn;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;

/** A turn on the real store without Kafka, on a partition that no topic has. */
final class DirectTurn<V, C> implements Outbox {
  private final Turn<V, C> turn;
  private final int partition = ThreadLocalRandom.current().nextInt(1_000, Integer.MAX_VALUE);
  private final List<OutboxRecord> published = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private volatile boolean broken;
  private long offset;

  DirectTurn(Evaluator<V, C> evaluator, InboxVerifier verifier, Store<V, C> store) {
    this.turn =
        new Turn<>(
            "counter", evaluator, Rules.defaults(), verifier, store, this, (message, bug) -> {});
  }

  @Override
  public synchronized void publish(List<Publication> results, List<DeadLetter> dead) {
    if (broken) {
      throw new BrokenDependency("no broker", null);
    }
    results.forEach(one -> published.add(one.result()));
    letters.addAll(dead);
  }

  void breakOutbox(boolean now) {
    broken = now;
  }

  /** The next record of the partition. */
  ReceivedRecord next(InboxRecord record, long timestamp) {
    return new ReceivedRecord(
        "ao.counter.inbox", partition, offset++, timestamp, record.target(), Wire.encode(record));
  }

  Turn.Report take(List<ReceivedRecord> batch) {
    return turn.take(batch);
  }

  synchronized List<OutboxRecord> published() {
    return List.copyOf(published);
  }

  int partition() {
    return partition;
  }
}
