package mostao.e2e.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.testkit.simulation.InvariantBroken;
import mostao.ao.testkit.simulation.Service;
import mostao.ao.testkit.simulation.Slot;
import mostao.ao.turn.Evaluation;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Store;
import mostao.ao.wire.InboxRecord;

/** The invariants for the messages of a whole deployment once everything is at rest. */
final class Findings {
  private final World world;
  private final List<Evaluation> log = new ArrayList<>();
  private final Map<String, ProcessRow> processes = new LinkedHashMap<>();
  private final Map<Sent, List<Evaluation>> received = new HashMap<>();

  /** A message from one process to another: its reference makes it unique. */
  private record Sent(String from, String target, String reference, boolean spawned) {}

  Findings(World world) {
    this.world = world;
    for (Service<?, ?> service : world.services()) {
      log.addAll(service.store().log());
      service.processes().forEach(process -> processes.put(process.id(), process));
    }
    for (Evaluation done : log) {
      if (isPush(done)) {
        received.computeIfAbsent(sent(done), sent -> new ArrayList<>()).add(done);
      }
    }
  }

  void check() {
    acceptedIsApplied();
    sentIsApplied();
    inOrder();
    onlyGarbageIsDead();
  }

  private boolean isPush(Evaluation done) {
    InboxRecord item = done.item();
    return item.owner().equals(world.deployment.authority()) && !item.id().equals(item.target());
  }

  private static Sent sent(Evaluation done) {
    InboxRecord item = done.item();
    return new Sent(
        item.from(),
        item.target(),
        reference(item.tags()),
        item.tags().has(Names.ACTION, Names.SPAWNED));
  }

  private static String reference(Tags tags) {
    return tags.first(Names.REFERENCE).orElse("");
  }

  /** I1, I6: what was accepted was evaluated once, however often it was posted. */
  private void acceptedIsApplied() {
    Set<Store.MessageKey> evaluated = new HashSet<>();
    log.forEach(
        done ->
            evaluated.add(
                new Store.MessageKey(done.outcome().process(), done.outcome().message())));
    for (Person person : world.people) {
      for (InboxRecord item : person.accepted()) {
        if (!evaluated.contains(new Store.MessageKey(item.target(), item.id()))) {
          throw new InvariantBroken(
              "I1", "accepted but never evaluated: " + item.id() + " of " + person.name());
        }
      }
    }
  }

  /** I2, I5: every output was applied once where it was for, and nothing else was. */
  private void sentIsApplied() {
    int due = 0;
    int born = 0;
    for (Evaluation done : log) {
      String process = done.outcome().process();
      for (Result.Outgoing message : done.outcome().result().messages()) {
        if (processes.containsKey(message.target())) {
          once(new Sent(process, message.target(), reference(message.tags()), false), done);
          due++;
        }
      }
      for (Result.Spawn spawn : done.outcome().result().spawns()) {
        once(new Sent(process, process, reference(spawn.tags()), true), done);
        due++;
        bornOnce(process, reference(spawn.tags()));
        born++;
      }
    }
    int pushes = received.values().stream().mapToInt(List::size).sum();
    if (pushes != due) {
      throw new InvariantBroken("I5", pushes + " pushes were evaluated, " + due + " were sent");
    }
    if (processes.size() != born + 1) {
      throw new InvariantBroken(
          "I5", processes.size() + " processes live, " + born + " were spawned, and the Registry");
    }
  }

  private void once(Sent sent, Evaluation by) {
    int times = received.getOrDefault(sent, List.of()).size();
    if (times != 1) {
      throw new InvariantBroken(
          "I2", sent + " of " + by.outcome().action() + " was applied " + times + " times");
    }
  }

  private void bornOnce(String spawner, String reference) {
    long times =
        processes.values().stream()
            .filter(process -> process.tags().has(Names.FROM_PROCESS, spawner))
            .filter(process -> reference(process.tags()).equals(reference))
            .count();
    if (times != 1) {
      throw new InvariantBroken(
          "I2", "spawn " + reference + " of " + spawner + " was born " + times + " times");
    }
  }

  /** I3: what one process sent to another arrived in the order it was sent. */
  private void inOrder() {
    Map<String, Long> last = new HashMap<>();
    for (Evaluation done : log) {
      for (Result.Outgoing message : done.outcome().result().messages()) {
        String from = done.outcome().process();
        for (Evaluation there :
            received.getOrDefault(
                new Sent(from, message.target(), reference(message.tags()), false), List.of())) {
          Long before = last.put(from + " " + message.target(), there.outcome().nonce());
          if (before != null && before > there.outcome().nonce()) {
            throw new InvariantBroken(
                "I3",
                String.format(
                    Locale.ROOT,
                    "message %s from %s overtook the one before it",
                    there.outcome().message(),
                    from));
          }
        }
      }
    }
  }

  /** I5: every record that is not a message is a dead letter, and no other record is. */
  private void onlyGarbageIsDead() {
    int dead = 0;
    for (Service<?, ?> service : world.services()) {
      dead += service.ledger().dead();
    }
    for (ReceivedRecord bad : world.hostile.garbage()) {
      Slot slot = new Slot(bad.topic(), bad.partition());
      if (world.services().stream().noneMatch(s -> s.ledger().isDead(slot, bad.offset()))) {
        throw new InvariantBroken("I5", slot + "@" + bad.offset() + " is not a dead letter");
      }
    }
    if (dead != world.hostile.garbage().size()) {
      throw new InvariantBroken(
          "I5", dead + " dead letters of " + world.hostile.garbage().size() + " pieces of garbage");
    }
    if (world.messengers.stream().anyMatch(messenger -> messenger.deadLetters() > 0)) {
      throw new InvariantBroken("I2", "the messenger could not carry what a service asked for");
    }
  }
}
