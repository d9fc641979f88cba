package mostao.e2e.faults;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mostao.ao.ans104.Address;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.wire.Topics;
import mostao.e2e.faults.TopicTrace.Evaluated;
import mostao.e2e.faults.TopicTrace.Key;
import mostao.e2e.faults.TopicTrace.Place;
import mostao.e2e.faults.TopicTrace.Taken;

/**
 * The violated invariants of a trail. Each finding names its invariant and the message it is about.
 */
final class Findings {
  private final TopicTrace trail;
  private final Judge.Expected expected;
  private final List<String> problems = new ArrayList<>();
  private final Map<Key, Evaluated> evaluated = new HashMap<>();

  /** A message from one process to another; its reference makes it unique. */
  private record Sent(String from, String target, String reference, boolean spawned) {}

  /** A Result that a process gave to one message. */
  private record Step(String process, long nonce) {}

  Findings(TopicTrace trail, Judge.Expected expected) {
    this.trail = trail;
    this.expected = expected;
    for (Evaluated one : trail.evaluated) {
      if (evaluated.put(one.key(), one) != null) {
        problems.add("I6 evaluated twice: " + one.key());
      }
    }
  }

  List<String> problems() {
    return problems;
  }

  void add(String problem) {
    problems.add(problem);
  }

  void check(Load load) throws SQLException {
    acceptedIsApplied(load);
    takenIsEvaluatedInOrder();
    evaluatedWasTaken();
    sentIsApplied();
    resultsArePublishedInOrder();
    walletsAreTold();
    onlyTheExpectedIsDead();
  }

  /** I1. */
  private void acceptedIsApplied(Load load) {
    for (Pair pair : load.pairs()) {
      for (Pair.Accepted one : pair.accepted()) {
        Evaluated done = evaluated.get(new Key(one.handle(), one.id()));
        if (done == null) {
          add("I1 accepted and not evaluated: " + one);
        } else if (done.failed()) {
          add("I1 accepted and failed: " + one);
        }
      }
    }
  }

  /** I1, I3, I6: the first record of an id counts, and lines stand in the order of the topic. */
  private void takenIsEvaluatedInOrder() throws SQLException {
    List<Taken> inOrder = new ArrayList<>(trail.taken.values());
    inOrder.removeIf(one -> trail.dead.containsKey(at(one.place())));
    inOrder.sort(
        Comparator.comparing((Taken one) -> one.place().module())
            .thenComparingInt(one -> one.place().partition())
            .thenComparingLong(one -> one.place().offset()));
    Set<Key> seen = new HashSet<>();
    Set<Key> elsewhere = new HashSet<>();
    Map<String, Long> nonces = new HashMap<>();
    for (Taken one : inOrder) {
      if (!seen.add(one.key())) {
        continue;
      }
      Evaluated done = evaluated.get(one.key());
      if (done == null) {
        elsewhere.add(one.key());
        continue;
      }
      if (!done.place().equals(one.place())) {
        add("I3 " + one + " was evaluated as if it stood at " + done.place());
      }
      Long before = nonces.put(one.target(), done.nonce());
      if (before != null && before + 1 != done.nonce()) {
        add("I3 " + one + " has nonce " + done.nonce() + " behind " + before);
      }
    }
    elsewhere.removeAll(Histories.evaluatedEarlier(elsewhere));
    elsewhere.forEach(key -> add("I1 on an inbox and not evaluated: " + key));
    Histories.gaps().forEach(this::add);
  }

  private static String at(Place place) {
    return Topics.inbox(place.module()) + "-" + place.partition() + "@" + place.offset();
  }

  /** I5: every log entry was on the inbox, and every wallet's message was posted. */
  private void evaluatedWasTaken() {
    int failed = 0;
    for (Evaluated done : trail.evaluated) {
      Taken one = trail.taken.get(done.place());
      if (one == null || !one.key().equals(done.key())) {
        add("I5 evaluated and not on the inbox: " + done.key() + " at " + done.place());
      } else if (one.from().equals(one.owner())
          && !one.isBirth()
          && !GatewayClient.tried().contains(one.id())) {
        add("I5 was never posted: " + one);
      }
      failed += done.failed() ? 1 : 0;
    }
    if (failed != expected.failed()) {
      add(failed + " evaluations failed, expected are " + expected.failed());
    }
  }

  /** I2, and I5 of pushes: each output has one effect where it is for, in order, and no other. */
  private void sentIsApplied() {
    Map<Sent, List<Evaluated>> received = new HashMap<>();
    int pushes = 0;
    for (Evaluated done : trail.evaluated) {
      Taken one = trail.taken.get(done.place());
      if (one != null && !one.isBirth() && !one.from().equals(one.owner())) {
        Sent sent = new Sent(one.from(), one.target(), one.reference(), one.spawned());
        received.computeIfAbsent(sent, key -> new ArrayList<>()).add(done);
        pushes++;
      }
    }
    int due = 0;
    Map<String, Long> last = new HashMap<>();
    List<Evaluated> inOrder = new ArrayList<>(trail.evaluated);
    inOrder.sort(Comparator.comparing(Evaluated::process).thenComparingLong(Evaluated::nonce));
    for (Evaluated done : inOrder) {
      for (Result.Outgoing message : done.result().messages()) {
        if (trail.processes.containsKey(message.target())) {
          due++;
          Evaluated there =
              once(
                  received,
                  sent(
                      done,
                      message.target(),
                      message.tags().first(Names.REFERENCE).orElse(""),
                      false));
          if (there != null) {
            String way = done.process() + " to " + message.target();
            Long before = last.put(way, there.nonce());
            if (before != null && before > there.nonce()) {
              add("I3 from " + way + ": " + there.message() + " overtook the one before it");
            }
          }
        }
      }
      for (Result.Spawn spawn : done.result().spawns()) {
        due++;
        once(
            received,
            sent(done, done.process(), spawn.tags().first(Names.REFERENCE).orElse(""), true));
      }
    }
    if (pushes != due) {
      add("I5 " + pushes + " pushes were evaluated, " + due + " were sent");
    }
  }

  private static Sent sent(Evaluated by, String target, String reference, boolean spawned) {
    return new Sent(by.process(), target, reference, spawned);
  }

  private Evaluated once(Map<Sent, List<Evaluated>> received, Sent sent) {
    List<Evaluated> found = received.getOrDefault(sent, List.of());
    if (found.size() != 1) {
      add("I2 " + sent + " was evaluated " + found.size() + " times");
      return null;
    }
    return found.get(0);
  }

  /** I2, I3: every Result is on the outbox as it is in the log, the first copies in order. */
  private void resultsArePublishedInOrder() {
    Map<Step, TopicTrace.Published> first = new HashMap<>();
    Map<String, Long> highest = new HashMap<>();
    for (TopicTrace.Published one : trail.published) {
      TopicTrace.Published before = first.putIfAbsent(new Step(one.process(), one.nonce()), one);
      if (before == null) {
        Long above = highest.put(one.process(), one.nonce());
        if (above != null && above > one.nonce()) {
          add("I3 Result " + one.nonce() + " of " + one.process() + " came behind " + above);
          highest.put(one.process(), above);
        }
      } else if (!before.equals(one)) {
        add("I2 two Results of " + one.process() + " for nonce " + one.nonce());
      }
    }
    for (Evaluated done : trail.evaluated) {
      TopicTrace.Published one = first.get(new Step(done.process(), done.nonce()));
      if (one == null) {
        add("I2 evaluated and not published: " + done.key());
      } else if (!one.message().equals(done.message()) || !one.result().equals(done.result())) {
        add("I2 published otherwise than evaluated: " + done.key());
      }
    }
  }

  /** I2 of messages to wallets: there, each copy with the same id. */
  private void walletsAreTold() {
    Map<String, String> told = new HashMap<>();
    for (TopicTrace.Told one : trail.told) {
      String entry = one.process() + " " + one.nonce() + " " + one.index() + " " + one.wallet();
      String before = told.put(entry, one.id());
      if (before != null && !before.equals(one.id())) {
        add("I2 two ids of one message to a wallet: " + entry);
      }
    }
    for (Evaluated done : trail.evaluated) {
      int index = 0;
      for (Result.Outgoing message : done.result().messages()) {
        int place = index++;
        if (!trail.processes.containsKey(message.target())) {
          Address.canonical(message.target())
              .map(wallet -> done.process() + " " + done.nonce() + " " + place + " " + wallet)
              .filter(entry -> !told.containsKey(entry))
              .ifPresent(entry -> add("I2 a wallet was not told: " + entry));
        }
      }
    }
  }

  private void onlyTheExpectedIsDead() {
    for (Place place : trail.garbage) {
      if (!trail.dead.containsKey(at(place))) {
        add("I5 no message, and no dead letter: " + at(place));
      }
    }
    if (trail.dead.size() != expected.deadLetters()) {
      add(
          trail.dead.size()
              + " dead letters, expected are "
              + expected.deadLetters()
              + ": "
              + trail.dead);
    }
  }
}
