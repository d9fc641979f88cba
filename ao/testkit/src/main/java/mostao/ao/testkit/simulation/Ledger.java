package mostao.ao.testkit.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import mostao.ao.testkit.memory.MemoryStore;
import mostao.ao.turn.Evaluation;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.Progress;
import mostao.ao.turn.Store;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.OutboxRecord;

/**
 * The invariants of one service after every transaction, every publication and every commit of an
 * offset. Looks only at what is new.
 */
public final class Ledger {
  private final Broker broker;
  private final String inbox;
  private final MemoryStore<?, ?> store;
  private final Set<Store.MessageKey> evaluated = new HashSet<>();
  private final Map<String, ProcessRow> processes = new HashMap<>();
  private final Map<Integer, Long> evaluatedUpTo = new HashMap<>();
  private final Map<Integer, Progress> progress = new HashMap<>();
  private final Map<Slot, Set<Long>> unpublished = new HashMap<>();
  private final Map<Slot, Set<Long>> letters = new HashMap<>();
  private final Map<Store.MessageKey, Evaluation> places = new HashMap<>();
  private int seen;

  Ledger(Broker broker, String inbox, MemoryStore<?, ?> store) {
    this.broker = broker;
    this.inbox = inbox;
    this.store = store;
  }

  /** After a transaction was kept. */
  void committed() {
    List<Evaluation> log = store.log();
    for (; seen < log.size(); seen++) {
      evaluated(log.get(seen));
    }
    store.progress().forEach(this::moved);
  }

  private void evaluated(Evaluation done) {
    OutboxRecord outcome = done.outcome();
    Store.MessageKey key = new Store.MessageKey(outcome.process(), outcome.message());
    if (!evaluated.add(key)) {
      throw new InvariantBroken("I1", "message " + key + " was evaluated twice");
    }
    ProcessRow before = processes.get(outcome.process());
    long nonce = before == null ? 0 : before.nonce();
    if (outcome.nonce() != nonce) {
      throw new InvariantBroken(
          "I3", key + " has nonce " + outcome.nonce() + ", expected " + nonce);
    }
    if (before != null && before.partition() != done.partition()) {
      throw new InvariantBroken("I3", outcome.process() + " is evaluated on two partitions");
    }
    long last = evaluatedUpTo.getOrDefault(done.partition(), -1L);
    if (done.offset() <= last) {
      throw new InvariantBroken(
          "I3", "offset " + done.offset() + " of " + inbox + " is evaluated after " + last);
    }
    evaluatedUpTo.put(done.partition(), done.offset());
    processes.put(
        outcome.process(),
        new ProcessRow(
            outcome.process(),
            done.item().owner(),
            done.item().tags(),
            done.partition(),
            0,
            nonce + 1,
            outcome.timestamp()));
    places.put(key, done);
    unpublished
        .computeIfAbsent(new Slot(inbox, done.partition()), slot -> new HashSet<>())
        .add(done.offset());
  }

  private void moved(int partition, Progress now) {
    Progress before = progress.put(partition, now);
    Slot slot = new Slot(inbox, partition);
    if (before != null && (now.next() < before.next() || now.published() < before.published())) {
      throw new InvariantBroken("I3", slot + " went back from " + before + " to " + now);
    }
    if (now.next() > broker.end(slot)) {
      throw new InvariantBroken("I3", slot + " ends before " + now);
    }
    if (before == null || before.published() != now.published()) {
      published("the progress row", slot, now.published());
    }
  }

  /** The broker has acknowledged these. */
  void published(List<OutboxRecord> results, List<DeadLetter> dead) {
    for (OutboxRecord result : results) {
      Evaluation done = places.get(new Store.MessageKey(result.process(), result.message()));
      if (done == null || !done.outcome().equals(result)) {
        throw new InvariantBroken("I2", "published is " + result + ", evaluated " + done);
      }
      unpublished.get(new Slot(inbox, done.partition())).remove(done.offset());
    }
    for (DeadLetter letter : dead) {
      letters
          .computeIfAbsent(new Slot(letter.topic(), letter.partition()), slot -> new HashSet<>())
          .add(letter.offset());
    }
  }

  /** Before an offset is committed. */
  void committing(Slot slot, long next) {
    long done = progress.getOrDefault(slot.partition(), new Progress(0, 0, 0)).next();
    if (next > done) {
      throw new InvariantBroken(
          "I1", slot + " is committed up to " + next + ", evaluated up to " + done);
    }
    published("the committed offset", slot, next);
  }

  private void published(String who, Slot slot, long below) {
    for (long offset : unpublished.getOrDefault(slot, Set.of())) {
      if (offset < below) {
        throw new InvariantBroken(
            "I2",
            String.format(
                Locale.ROOT,
                "%s says that %s is published up to %d, but the Result of %d is not",
                who,
                slot,
                below,
                offset));
      }
    }
  }

  /** Whether the record at this place is a dead letter. */
  public boolean isDead(Slot slot, long offset) {
    return letters.getOrDefault(slot, Set.of()).contains(offset);
  }

  /** How many places have dead letters. */
  public int dead() {
    return letters.values().stream().mapToInt(Set::size).sum();
  }
}
