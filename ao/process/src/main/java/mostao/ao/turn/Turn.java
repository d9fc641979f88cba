package mostao.ao.turn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import mostao.ao.message.Message;
import mostao.ao.message.Result;
import mostao.ao.process.Env;
import mostao.ao.process.Evaluator;
import mostao.ao.process.Outcome;
import mostao.ao.process.RowKey;
import mostao.ao.process.Rules;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Decoded.Fault;
import mostao.ao.wire.Encoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;

/**
 * Takes one polled batch to its end: one database transaction, then the publication of its Results.
 * The caller commits the consumer offset afterwards, and takes the same batch again if {@link
 * BrokenDependency} is thrown.
 *
 * <p>Why once in effect: the progress row is locked and decides what is new, so a redelivered
 * record or a zombie's batch finds {@code next} moved on; ids already evaluated are skipped, so a
 * re-posted item has one effect; Results are stored with the state and published as stored, and
 * pushes have the same ids every time, so publishing again is harmless.
 *
 * <p>Order: records are evaluated in partition order; a process lives on one partition, so its
 * messages are evaluated in inbox order and its nonces have no gap. Thread-safe when its ports are;
 * one partition should be in one turn at a time for speed, not for correctness.
 *
 * <p>A caller with the next batch at hand keeps a turn and leaves its publication under way ({@link
 * #keep}). That the progress row says of a partition "everything before this batch was published"
 * rests on the next turn's waiting for it.
 */
public final class Turn<V, C> {
  private final String outboxModule;
  private final Evaluator<V, C> evaluator;
  private final Rules rules;
  private final InboxVerifier verifier;
  private final Store<V, C> store;
  private final Outbox outbox;
  private final BiConsumer<Message, RuntimeException> onBug;
  private final BiConsumer<Message, Result> onEvaluated;
  private final Follower follower;

  /**
   * @param onBug told of every handler that threw; the evaluation has an Error and goes on
   */
  public Turn(
      String module,
      Evaluator<V, C> evaluator,
      Rules rules,
      InboxVerifier verifier,
      Store<V, C> store,
      Outbox outbox,
      BiConsumer<Message, RuntimeException> onBug) {
    this(
        module,
        evaluator,
        rules,
        verifier,
        store,
        outbox,
        onBug,
        (message, result) -> {},
        Follower.NONE);
  }

  /**
   * @param onBug told of every handler that threw; the evaluation has an Error and goes on
   * @param onEvaluated told of every evaluation, also in a transaction that is not kept later
   */
  public Turn(
      String module,
      Evaluator<V, C> evaluator,
      Rules rules,
      InboxVerifier verifier,
      Store<V, C> store,
      Outbox outbox,
      BiConsumer<Message, RuntimeException> onBug,
      BiConsumer<Message, Result> onEvaluated,
      Follower follower) {
    this.outboxModule = module;
    this.evaluator = evaluator;
    this.rules = rules;
    this.verifier = verifier;
    this.store = store;
    this.outbox = outbox;
    this.onBug = onBug;
    this.onEvaluated = onEvaluated;
    this.follower = follower;
  }

  /**
   * The work of a turn, in records.
   *
   * @param evaluated for the first time
   * @param repeated redelivered by the broker, or posted again by a client
   * @param failed of the evaluated: how many had a bug
   * @param letters records that were not messages
   */
  public record Report(int evaluated, int repeated, int failed, int letters) {}

  /** As {@link #take(List, Map)} when nothing is known to have been published. */
  public Report take(List<ReceivedRecord> batch) {
    return take(batch.stream().map(this::read).toList(), Map.of());
  }

  /** The first part of a turn, which needs nothing of the turn before: on any thread. */
  public ReadRecord read(ReceivedRecord received) {
    return verifier.read(received);
  }

  /**
   * @param batch of one inbox topic, in offset order within each partition
   * @param publishedBefore by partition: the Results of offsets below this were published, whatever
   *     the database says. A database that was emptied or restored is built again from its inbox;
   *     what it evaluates anew comes out as it did and need not be sent out again
   * @throws BrokenDependency nothing may be assumed; take the batch again
   */
  public Report take(List<ReadRecord> batch, Map<Integer, Long> publishedBefore) {
    if (batch.isEmpty()) {
      return new Report(0, 0, 0, 0);
    }
    try (Kept kept = keep(batch, publishedBefore, () -> {})) {
      kept.settle();
      return kept.report();
    }
  }

  /**
   * The first part of {@link #take(List, Map)}: all but the publication. What the turn reads, it
   * reads while the turn before is still being published; nothing is evaluated before that is done.
   *
   * @param batch not empty
   * @param settled called once in each transaction, when all rows were read: returns when the turn
   *     before is published, or throws {@link BrokenDependency}, and then nothing is kept
   * @return the turn, kept, of which nothing is published yet
   * @throws BrokenDependency nothing may be assumed; take the batch again
   */
  public Kept keep(List<ReadRecord> batch, Map<Integer, Long> publishedBefore, Runnable settled) {
    List<ReceivedRecord> received = batch.stream().map(ReadRecord::received).toList();
    Follower.Following following = follower.begin(received);
    try {
      List<Entry> entries = batch.stream().map(Entry::new).toList();
      Taken taken =
          store.transact(
              work -> take(work, entries, settled, new Taken(publishedBefore, following)));
      entries.stream()
          .filter(taken::isDue)
          .forEach(entry -> entry.trace = following.kept(entry.step()));
      return new Kept(outbox, taken, following);
    } catch (RuntimeException | Error failed) {
      following.close();
      throw failed;
    }
  }

  /** A turn whose transaction is kept and whose Results are to be published. Not thread-safe. */
  public static final class Kept implements AutoCloseable {
    private final Outbox outbox;
    private final Taken taken;
    private final Follower.Following following;
    private final List<Publication> publications;
    private Optional<Outbox.HandedOver> underWay = Optional.empty();

    private Kept(Outbox outbox, Taken taken, Follower.Following following) {
      this.outbox = outbox;
      this.taken = taken;
      this.following = following;
      this.publications = taken.publications();
    }

    /**
     * Hands the Results over and does not wait for them.
     *
     * @throws BrokenDependency when one was not taken; {@link #settle} tries it again
     */
    public void hand() {
      underWay = Optional.of(outbox.hand(publications, taken.letters));
    }

    /**
     * Returns when all is published. What was not handed over is.
     *
     * @throws BrokenDependency when it is not known to be; the caller tries again
     */
    public void settle() {
      if (underWay.isEmpty()) {
        hand();
      }
      Outbox.HandedOver waitedFor = underWay.orElseThrow();
      underWay = Optional.empty();
      waitedFor.await();
      following.published();
    }

    /** The work that was done. */
    public Report report() {
      return taken.report();
    }

    /** Ends the turn for those who follow it, published or not. */
    @Override
    public void close() {
      following.close();
    }
  }

  private Taken take(Store.Work<V, C> work, List<Entry> entries, Runnable settled, Taken taken) {
    Map<Integer, List<Entry>> byPartition = new TreeMap<>();
    for (Entry entry : entries) {
      byPartition.computeIfAbsent(entry.received.partition(), p -> new ArrayList<>()).add(entry);
    }
    Store.Opening found = open(work, byPartition.keySet(), entries);
    List<Entry> fresh = new ArrayList<>();
    byPartition.forEach(
        (partition, received) -> {
          Progress before = found.progress().get(partition);
          received.sort(Comparator.comparingLong(entry -> entry.received.offset()));
          split(work, before, received, fresh, taken);
          advance(work, before, received);
        });
    evaluate(work, found, fresh, settled, taken);
    return taken;
  }

  private Store.Opening open(Store.Work<V, C> work, Set<Integer> partitions, List<Entry> entries) {
    Set<Store.MessageKey> messages = new HashSet<>();
    Set<String> processes = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.fault() == null) {
        messages.add(entry.key());
        processes.add(entry.record().target());
      }
    }
    return work.open(new TreeSet<>(partitions), processes, messages);
  }

  /**
   * Records below {@code next} are done: what may not have been published is published as stored.
   */
  private void split(
      Store.Work<V, C> work,
      Progress before,
      List<Entry> received,
      List<Entry> fresh,
      Taken taken) {
    long first = received.get(0).received.offset();
    long last = received.get(received.size() - 1).received.offset();
    for (Entry entry : received) {
      if (entry.received.offset() >= before.next()) {
        fresh.add(entry);
      } else {
        taken.repeated(entry);
        if (entry.received.offset() >= before.published() && entry.fault() != null) {
          taken.add(entry, entry.fault());
        }
      }
    }
    long from =
        Math.max(Math.max(first, before.published()), taken.publishedBefore(before.partition()));
    long to = Math.min(last + 1, before.next());
    if (from < to) {
      Map<Long, Entry> entries = new HashMap<>();
      received.forEach(entry -> entries.put(entry.received.offset(), entry));
      work.log(before.partition(), from, to)
          .forEach(done -> taken.again(entries.get(done.offset()), done.published()));
    }
  }

  /**
   * The consumer polls on from the last committed offset, and that is committed after publication:
   * everything before this batch was published.
   */
  private void advance(Store.Work<V, C> work, Progress before, List<Entry> received) {
    long first = received.get(0).received.offset();
    long last = received.get(received.size() - 1).received.offset();
    long next = Math.max(before.next(), last + 1);
    long published = Math.max(before.published(), Math.min(first, before.next()));
    if (next != before.next() || published != before.published()) {
      work.advance(new Progress(before.partition(), next, published));
    }
  }

  private void evaluate(
      Store.Work<V, C> work,
      Store.Opening found,
      List<Entry> fresh,
      Runnable settled,
      Taken taken) {
    Map<String, ProcessRow> processes = new HashMap<>(found.processes());
    List<Entry> messages = messages(fresh, processes, new HashSet<>(found.evaluated()), taken);
    Tables<V, C> tables = work.tables();
    tables.prefetch(rowKeys(messages, processes));
    settled.run();
    Map<String, ProcessRow> changed = new LinkedHashMap<>();
    List<Evaluation> log = new ArrayList<>();
    for (Entry entry : messages) {
      ProcessRow process = processes.get(entry.record().target());
      Evaluation done = evaluate(tables, process, entry, taken);
      ProcessRow after = process.after(entry.reference, done.outcome().timestamp());
      processes.put(after.id(), after);
      changed.put(after.id(), after);
      log.add(done);
      taken.add(entry, done.published());
    }
    changed.values().forEach(work::save);
    work.append(log);
  }

  /**
   * Those that are evaluated, each with its message: with its timestamp, which is never less than
   * that of the message before at the same process. Adds the rows of the processes they give birth
   * to.
   *
   * @param known what was evaluated before
   */
  private static List<Entry> messages(
      List<Entry> fresh,
      Map<String, ProcessRow> processes,
      Set<Store.MessageKey> known,
      Taken taken) {
    Map<String, Long> latest = new HashMap<>();
    List<Entry> messages = new ArrayList<>();
    for (Entry entry : fresh) {
      Fault fault = entry.fault() == null ? misplaced(entry, processes) : entry.fault();
      if (fault != null) {
        taken.add(entry, fault);
      } else if (!known.add(entry.key())) {
        taken.repeated(entry);
      } else {
        ProcessRow process =
            processes.computeIfAbsent(entry.record().target(), id -> newborn(entry));
        entry.message =
            entry
                .verified()
                .message(
                    latest.merge(
                        process.id(),
                        Math.max(process.timestamp(), entry.received.timestamp()),
                        Math::max));
        messages.add(entry);
      }
    }
    return messages;
  }

  /**
   * A record for a process we do not have, or that lives on another partition, becomes a dead
   * letter.
   */
  private static Fault misplaced(Entry entry, Map<String, ProcessRow> processes) {
    InboxRecord record = entry.record();
    ProcessRow process = processes.get(record.target());
    if (process == null) {
      return record.id().equals(record.target())
          ? null
          : new Fault(Fault.UNKNOWN_PROCESS, "no process " + record.target() + " lives here");
    }
    return process.partition() == entry.received.partition()
        ? null
        : new Fault(
            Fault.WRONG_PARTITION,
            "process " + process.id() + " lives on partition " + process.partition());
  }

  private static ProcessRow newborn(Entry entry) {
    InboxRecord record = entry.record();
    return new ProcessRow(
        record.id(), record.owner(), record.tags(), entry.received.partition(), 0, 0, 0);
  }

  private Map<String, Set<RowKey>> rowKeys(
      List<Entry> messages, Map<String, ProcessRow> processes) {
    Map<String, Set<RowKey>> keys = new HashMap<>();
    for (Entry entry : messages) {
      ProcessRow process = processes.get(entry.record().target());
      keys.computeIfAbsent(process.id(), id -> new HashSet<>())
          .addAll(RowKeys.of(evaluator, process.env(rules), entry.message));
    }
    return keys;
  }

  private Evaluation evaluate(Tables<V, C> tables, ProcessRow process, Entry entry, Taken taken) {
    Message message = entry.message;
    Env env = process.env(rules);
    entry.began = taken.following.begun(entry.received, message);
    Outcome<C> outcome = outcome(tables.view(process.id()), env, process.reference(), message);
    entry.ended = taken.following.ended();
    if (outcome.result().error().isPresent()) {
      taken.failed++;
    }
    onEvaluated.accept(message, outcome.result());
    outcome.changes().forEach(change -> tables.apply(process.id(), change));
    entry.reference = outcome.reference();
    taken.evaluated++;
    OutboxRecord published =
        new OutboxRecord(
            process.id(),
            env.module(),
            message.id(),
            message.action(),
            process.nonce(),
            message.timestamp(),
            message.chainRoot(),
            message.chainDepth(),
            outcome.result());
    return new Evaluation(
        entry.received.partition(),
        entry.received.offset(),
        entry.verified().signed(),
        Encoded.of(published));
  }

  private Outcome<C> outcome(V view, Env env, long reference, Message message) {
    try {
      Outcome<C> outcome = evaluator.evaluate(view, env, reference, message);
      return ResultSize.fault(outcome.result(), rules.resultBytes())
          .map(fault -> new Outcome<C>(List.of(), Result.failed(fault), reference))
          .orElse(outcome);
    } catch (BrokenDependency broken) {
      throw broken;
    } catch (RuntimeException bug) {
      onBug.accept(message, bug);
      // The class alone: a message may quote what only the sender should see.
      return new Outcome<>(
          List.of(), Result.failed("handler failed: " + bug.getClass().getName()), reference);
    }
  }

  /** The module this turn evaluates. */
  public String module() {
    return outboxModule;
  }

  /** A record on its way through one turn. */
  private static final class Entry {
    private final ReceivedRecord received;
    private final Decoded<VerifiedRecord> decoded;
    private Message message;
    private long reference;

    /** Evaluated before, in this batch or an earlier one. */
    private boolean repeated;

    private OutboxRecord outcome;
    private Fault dead;
    private long began;
    private long ended;

    /** Of its Result. */
    private Optional<byte[]> trace = Optional.empty();

    Entry(ReadRecord read) {
      this.received = read.received();
      this.decoded = read.decoded();
    }

    /** Why this is not a message; null if it is one. */
    Fault fault() {
      return decoded instanceof Decoded.Bad<VerifiedRecord> bad ? bad.fault() : null;
    }

    VerifiedRecord verified() {
      return ((Decoded.Ok<VerifiedRecord>) decoded).value();
    }

    InboxRecord record() {
      return verified().inbox();
    }

    Follower.Step step() {
      return new Follower.Step(
          received,
          fault() == null ? Optional.of(record().id()) : Optional.empty(),
          Optional.ofNullable(outcome),
          Optional.ofNullable(dead),
          repeated,
          began,
          ended);
    }

    Store.MessageKey key() {
      return new Store.MessageKey(record().target(), record().id());
    }

    DeadLetter letter(Fault fault) {
      return new DeadLetter(
          received.topic(),
          received.partition(),
          received.offset(),
          received.key(),
          received.value(),
          fault);
    }
  }

  /** A Result that is published, and the record it answers; none if that is not in the batch. */
  private record Due(Encoded<OutboxRecord> result, Optional<Entry> entry) {
    Publication publication() {
      return new Publication(result, entry.flatMap(answered -> answered.trace));
    }
  }

  private static final class Taken {
    private final Map<Integer, Long> publishedBefore;
    private final Follower.Following following;
    private final List<Due> results = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private int evaluated;
    private int repeated;
    private int failed;

    Taken(Map<Integer, Long> publishedBefore, Follower.Following following) {
      this.publishedBefore = publishedBefore;
      this.following = following;
    }

    long publishedBefore(int partition) {
      return publishedBefore.getOrDefault(partition, 0L);
    }

    private boolean isDue(Entry entry) {
      return entry.received.offset() >= publishedBefore(entry.received.partition());
    }

    void repeated(Entry entry) {
      repeated++;
      entry.repeated = true;
    }

    /** A stored Result whose publication is not certain. */
    void again(Entry entry, Encoded<OutboxRecord> result) {
      if (entry != null) {
        entry.outcome = result.record();
      }
      results.add(new Due(result, Optional.ofNullable(entry)));
    }

    void add(Entry entry, Encoded<OutboxRecord> result) {
      entry.outcome = result.record();
      if (isDue(entry)) {
        results.add(new Due(result, Optional.of(entry)));
      }
    }

    void add(Entry entry, Fault fault) {
      entry.dead = fault;
      if (isDue(entry)) {
        letters.add(entry.letter(fault));
      }
    }

    List<Publication> publications() {
      return results.stream().map(Due::publication).toList();
    }

    Report report() {
      return new Report(evaluated, repeated, failed, letters.size());
    }
  }
}
