package mostao.ao.testkit.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Outbox;
import mostao.ao.turn.Publication;
import mostao.ao.turn.ReadRecord;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Turn;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;

/**
 * One instance of a service: polls, takes the batch to its end with the real turn, commits. While
 * it publishes, all others go on, so its partitions may be another's before it is done. The next
 * batch reads what it needs meanwhile, if it has come by then.
 */
final class Instance<V, C> implements Actor {
  private static final int MOST_POLLED = 5;
  private static final int LONGEST_PAUSE = 60;
  private static final int PRODUCER_TURN = 3;
  private static final int POLL_TURN = 3;

  private final Simulation simulation;
  private final Broker broker;
  private final Service<V, C> service;
  private final String name;
  private final PlantedBug bug;
  private Optional<Life> life = Optional.empty();
  private Optional<Consumer> corpse = Optional.empty();
  private boolean busy;
  private int lives;

  Instance(
      Simulation simulation, Broker broker, Service<V, C> service, String name, PlantedBug bug) {
    this.simulation = simulation;
    this.broker = broker;
    this.service = service;
    this.name = name;
    this.bug = bug;
  }

  private static List<ReceivedRecord> received(List<ReadRecord> read) {
    return read.stream().map(ReadRecord::received).toList();
  }

  /** The fate of a record that was sent. */
  private static final class Answer {
    private Optional<Boolean> said = Optional.empty();

    void told(boolean acknowledged) {
      said = Optional.of(acknowledged);
    }

    boolean isOpen() {
      return said.isEmpty();
    }

    boolean isNo() {
      return said.equals(Optional.of(false));
    }
  }

  /** The memory of a process, gone when it dies. */
  private final class Life implements Outbox, Actor {
    private final Consumer consumer;
    private final Sender sender;
    private final Turn<V, C> turn;
    private List<ReadRecord> left = new ArrayList<>();
    private final List<ReadRecord> waiting = new ArrayList<>();
    private final Map<Object, Answer> underWay = new HashMap<>();
    private Optional<Kept> open = Optional.empty();
    private int failures;

    Life(String called) {
      this.consumer = service.group().join(called);
      this.sender =
          new Sender(
              simulation,
              broker,
              called,
              bug == PlantedBug.RECORDS_OVERTAKE
                  ? Sender.Promise.OVERTAKING
                  : Sender.Promise.PATIENT);
      this.turn =
          service.turn(
              new UnsureStore<>(simulation, service.store(), bug, service.ledger()::committed),
              this);
    }

    /** A turn that is kept, and its records. */
    private record Kept(Turn.Kept turn, List<ReadRecord> records) {}

    @Override
    public boolean step() {
      if (left.isEmpty()) {
        poll();
        left = new ArrayList<>(waiting);
        waiting.clear();
        if (left.isEmpty() && open.isPresent()) {
          return attempted(this::settle);
        }
        return consumer.commit() || !left.isEmpty() || sender.step();
      }
      int piece = failures == 0 ? left.size() : 1 + simulation.random().below(left.size());
      List<ReadRecord> now = left.subList(0, piece);
      return attempted(() -> take(now));
    }

    private void take(List<ReadRecord> now) {
      if (failures > 0) {
        settle();
      }
      Kept kept = new Kept(turn.keep(now, Map.of(), this::settled), now);
      if (bug == PlantedBug.NEVER_SETTLED && open.isPresent()) {
        finished(open.get());
      }
      open = Optional.of(kept);
      left = left.subList(now.size(), left.size());
      failures = 0;
      kept.turn.hand();
      if (!left.isEmpty()) {
        settle();
      }
    }

    private boolean attempted(Runnable work) {
      try {
        work.run();
      } catch (BrokenDependency broken) {
        simulation.say("%s takes it again: %s", name, broken.getMessage());
        failures++;
        if (bug == PlantedBug.NEXT_BATCH_FIRST && !waiting.isEmpty() && !left.isEmpty()) {
          List<ReadRecord> next = new ArrayList<>(waiting);
          waiting.clear();
          waiting.addAll(left);
          left = next;
        }
      }
      return true;
    }

    private void settled() {
      if (bug != PlantedBug.NEVER_SETTLED) {
        settle();
      }
    }

    /** Returns when the turn before is published. */
    private void settle() {
      if (open.isPresent()) {
        open.get().turn.settle();
        finished(open.get());
        open = Optional.empty();
      }
    }

    private void finished(Kept kept) {
      die("before the commit");
      consumer.done(received(kept.records));
      consumer.commit();
    }

    /**
     * As the thread of the consumer does, also while a batch is being taken: what comes is read and
     * verified, and waits, also of a partition that has gone to another member.
     */
    private void poll() {
      consumer
          .poll(1 + simulation.random().below(MOST_POLLED))
          .forEach(record -> waiting.add(turn.read(record)));
    }

    private void pollAhead() {
      if (waiting.size() < MOST_POLLED && simulation.random().below(POLL_TURN) == 0) {
        poll();
      }
    }

    @Override
    public void publish(List<Publication> publications, List<DeadLetter> letters) {
      hand(publications, letters).await();
    }

    @Override
    public HandedOver hand(List<Publication> publications, List<DeadLetter> letters) {
      List<OutboxRecord> results = publications.stream().map(Publication::result).toList();
      pause();
      pollAhead();
      if (bug == PlantedBug.POLLED_TAKEN_FOR_DONE) {
        consumer.done(received(waiting));
      }
      if (bug == PlantedBug.OFFSET_BEFORE_PUBLICATION) {
        consumer.done(received(open.orElseThrow().records));
        consumer.commit();
        die("between commit and publication");
      }
      Map<Object, Answer> due = new LinkedHashMap<>();
      for (OutboxRecord result : results) {
        hand(
            Topics.outbox(service.module()),
            result.process(),
            Wire.encode(result),
            List.of(result.process(), result.nonce()),
            due);
      }
      for (DeadLetter letter : letters) {
        hand(
            Topics.deadLetters(service.module()),
            letter.key(),
            letter.value(),
            List.of(letter.topic(), letter.partition(), letter.offset()),
            due);
      }
      return () -> await(due, results, letters);
    }

    private void await(
        Map<Object, Answer> due, List<OutboxRecord> results, List<DeadLetter> letters) {
      while (due.values().stream().anyMatch(Answer::isOpen)) {
        die("while publishing");
        if (simulation.random().strikes(Fault.PUBLICATION_UNANSWERED)) {
          throw new BrokenDependency("the broker did not acknowledge in time", null);
        }
        simulation.step();
        sender.step();
        pollAhead();
      }
      underWay.keySet().removeAll(due.keySet());
      if (due.values().stream().anyMatch(Answer::isNo)) {
        throw new BrokenDependency("the broker did not acknowledge a record", null);
      }
      service.ledger().published(results, letters);
      pause();
      die("after publishing");
    }

    /**
     * As the outbox of a service does: it waits for records in flight and does not send them again,
     * and it sends nothing behind a record that was not taken.
     */
    private void hand(
        String topic, String key, byte[] value, Object piece, Map<Object, Answer> due) {
      Answer answer = underWay.get(piece);
      if (answer == null) {
        if (simulation.random().strikes(Fault.RECORD_REFUSED)) {
          simulation.say("%s has no room for a record", name);
          throw new BrokenDependency("the producer did not take a record", null);
        }
        answer = new Answer();
        underWay.put(piece, answer);
        sender.send(topic, key, value, answer::told);
      }
      due.put(piece, answer);
    }

    private void pause() {
      if (simulation.random().strikes(Fault.PAUSE)) {
        simulation.say("%s stands still", name);
        // Those who stand still meanwhile do so at the same time.
        long end = simulation.steps() + simulation.random().below(LONGEST_PAUSE);
        while (simulation.steps() < end) {
          simulation.step();
        }
        simulation.say("%s goes on", name);
      }
    }

    private void die(String where) {
      if (simulation.random().strikes(Fault.CRASH)) {
        throw new Crash(where);
      }
    }
  }

  @Override
  public boolean step() {
    // The producer works on its own: while a batch is taken, and after the last caller has stopped
    // waiting for it.
    if (life.isPresent()
        && (busy || simulation.random().below(PRODUCER_TURN) == 0)
        && life.get().sender.step()) {
      return true;
    }
    if (busy) {
      return false;
    }
    busy = true;
    try {
      return life.isPresent() ? life.get().step() : begin();
    } catch (Crash crash) {
      simulation.say("%s dies %s", name, crash.getMessage());
      life.get().sender.die();
      corpse = Optional.of(life.get().consumer);
      life = Optional.empty();
      return true;
    } finally {
      busy = false;
    }
  }

  /** The group finds out that the one before is dead, and another is started. */
  private boolean begin() {
    if (corpse.isPresent()) {
      corpse.get().leave();
      corpse = Optional.empty();
    } else {
      lives++;
      life = Optional.of(new Life(name + "." + lives));
    }
    return true;
  }

  /** Whether nothing is in flight. */
  boolean isIdle() {
    return !busy
        && life.isPresent()
        && life.get().left.isEmpty()
        && life.get().waiting.isEmpty()
        && life.get().open.isEmpty()
        && life.get().sender.isIdle();
  }
}
