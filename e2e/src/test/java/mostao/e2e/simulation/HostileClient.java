package mostao.e2e.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mostao.ao.testkit.infra.Wallet;
import mostao.ao.testkit.simulation.Actor;
import mostao.ao.testkit.simulation.Fault;
import mostao.ao.testkit.simulation.SeededRandom;
import mostao.ao.testkit.simulation.Service;
import mostao.ao.testkit.simulation.Slot;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;

/** Gets onto inbox topics past the gateway: garbage, forgeries, and everything twice. */
final class HostileClient implements Actor {
  static final String FORGED = "FORGED";

  private static final int KINDS = 5;

  private final World world;
  private static final Wallet MALLORY = Wallet.named("mallory");
  private final List<Slot> slots = new ArrayList<>();
  private final List<ReceivedRecord> garbage = new ArrayList<>();

  HostileClient(World world) {
    this.world = world;
    for (Service<?, ?> service : world.services()) {
      slots.addAll(world.broker.slots(Topics.inbox(service.module())));
    }
  }

  /** The records that must become dead letters, and no others. */
  List<ReceivedRecord> garbage() {
    return garbage;
  }

  @Override
  public boolean step() {
    SeededRandom random = world.simulation.random();
    boolean twice = random.strikes(Fault.DUPLICATE);
    if (!twice && !random.strikes(Fault.GARBAGE)) {
      return false;
    }
    Slot slot = random.oneOf(slots);
    List<ReceivedRecord> there = world.broker.read(slot, 0, Integer.MAX_VALUE);
    if (there.isEmpty()) {
      return false;
    }
    ReceivedRecord some = random.oneOf(there);
    if (twice) {
      duplicate(slot, some);
    } else if (Wire.decodeInbox(some.value()) instanceof Decoded.Ok<InboxRecord> ok) {
      attack(random.below(KINDS), slot, some, ok.value());
    }
    return true;
  }

  private void duplicate(Slot slot, ReceivedRecord some) {
    ReceivedRecord again = world.broker.append(slot, some.key(), some.value());
    if (garbage.stream().anyMatch(bad -> bad == some)) {
      garbage.add(again);
    }
    world.simulation.say("%s@%d is there again as @%d", slot, some.offset(), again.offset());
  }

  private void attack(int kind, Slot slot, ReceivedRecord some, InboxRecord item) {
    world.simulation.say("garbage of kind %d for %s", kind, slot);
    switch (kind) {
      case 0 -> spoil(slot, some.key(), world.simulation.random().bytes(20));
      case 1 -> spoil(slot, some.key(), new byte[0]);
      case 2 -> spoil(slot, some.key(), Wire.encode(with(item, "another text")));
      case 3 -> spoil(slot, "not " + some.key(), some.value());
      default -> forge();
    }
  }

  private void spoil(Slot slot, String key, byte[] value) {
    garbage.add(world.broker.append(slot, key, value));
  }

  /**
   * Correctly signed, but by a wallet that may not speak for a handle. Only to processes in the
   * directory: others have no way to send yet, and no gateway writes to them.
   */
  private void forge() {
    List<String> listed =
        world.broker.read(new Slot(Topics.PROCESSES, 0), 0, Integer.MAX_VALUE).stream()
            .map(ReceivedRecord::key)
            .toList();
    for (ProcessRow session : world.sessions.processes()) {
      if (!listed.contains(session.id())) {
        continue;
      }
      String handle = session.tags().first("Handle-A-Process").orElse("");
      InboxRecord push = MALLORY.push(handle, session.id(), "SendMessage", FORGED);
      world.broker.append(
          new Slot(Topics.inbox(Topics.SESSION), session.partition()),
          session.id(),
          Wire.encode(push));
    }
  }

  private static InboxRecord with(InboxRecord item, String data) {
    return new InboxRecord(
        item.id(),
        item.owner(),
        item.ownerKey(),
        item.signatureType(),
        item.signature(),
        item.from(),
        item.target(),
        item.anchor(),
        item.tags(),
        ItemData.of(data.getBytes(StandardCharsets.UTF_8)));
  }
}
