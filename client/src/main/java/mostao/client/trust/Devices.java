package mostao.client.trust;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A handle's devices, as its owner's statements have them. Immutable.
 *
 * @param serial highest of all believed statements, 0 without any
 * @param statements those that are believed, by serial
 * @param known every device a believed statement names, revoked ones too
 * @param revoked ids that are not believed any more
 * @param disbelieved why statements were not believed
 */
public record Devices(
    long serial,
    List<DeviceStatement> statements,
    List<Device> known,
    List<String> revoked,
    List<String> disbelieved) {
  /** A profile holds no more. */
  public static final int MOST = 20;

  public static final Devices NONE = new Devices(0, List.of(), List.of(), List.of(), List.of());

  public Devices {
    statements = List.copyOf(statements);
    known = List.copyOf(known);
    revoked = List.copyOf(revoked);
    disbelieved = List.copyOf(disbelieved);
  }

  /**
   * What the statements of a profile come to for this handle.
   *
   * @param encoded as the profile holds them
   */
  public static Devices of(List<String> encoded, HandleBirth handle) {
    List<String> disbelieved = new ArrayList<>();
    Map<Long, DeviceStatement> bySerial = new HashMap<>();
    if (encoded.size() > MOST) {
      disbelieved.add("the profile holds " + encoded.size() + " device statements, not at most 20");
    }
    for (String one : encoded.subList(0, Math.min(MOST, encoded.size()))) {
      Checked<DeviceStatement> read = DeviceStatement.read(one);
      if (read instanceof Checked.Bad<DeviceStatement> bad) {
        disbelieved.add(bad.reason());
        continue;
      }
      DeviceStatement statement = ((Checked.Good<DeviceStatement>) read).value();
      Optional<String> foreign = foreign(statement, handle);
      if (foreign.isPresent()) {
        disbelieved.add(foreign.get());
        continue;
      }
      DeviceStatement other = bySerial.putIfAbsent(statement.serial(), statement);
      if (other != null && !other.encoded().equals(statement.encoded())) {
        disbelieved.add("two different device statements have serial " + statement.serial());
      }
    }
    return of(bySerial, disbelieved);
  }

  private static Devices of(Map<Long, DeviceStatement> bySerial, List<String> disbelieved) {
    List<DeviceStatement> ordered = bySerial.keySet().stream().sorted().map(bySerial::get).toList();
    Map<String, Device> known = new LinkedHashMap<>();
    List<String> revoked = new ArrayList<>();
    long serial = 0;
    for (DeviceStatement statement : ordered) {
      known.put(statement.device().id(), statement.device());
      revoked.remove(statement.device().id());
      revoked.addAll(statement.revokes().stream().filter(id -> !revoked.contains(id)).toList());
      serial = statement.serial();
    }
    return new Devices(serial, ordered, List.copyOf(known.values()), revoked, disbelieved);
  }

  private static Optional<String> foreign(DeviceStatement statement, HandleBirth handle) {
    if (!statement.owner().equals(handle.owner())) {
      return Optional.of(
          "a device statement is signed by " + statement.owner() + ", who is not the owner");
    }
    boolean same =
        statement.process().equals(handle.process())
            && statement.handle().equalsIgnoreCase(handle.name())
            && statement.registry().equals(handle.registry());
    return same
        ? Optional.empty()
        : Optional.of("a device statement is for another handle, " + statement.handle());
  }

  /** The devices to seal for. */
  public List<Device> believed() {
    return known.stream().filter(device -> !revoked.contains(device.id())).toList();
  }

  public boolean isBelieved(String id) {
    return believed().stream().anyMatch(device -> device.id().equals(id));
  }

  /** Also one that was revoked since. */
  public Optional<Device> find(String id) {
    return known.stream().filter(device -> device.id().equals(id)).findFirst();
  }

  /**
   * With devices that were known before: their messages stay readable.
   *
   * @param gone ids of those that are not believed any more
   */
  Devices with(List<Device> earlier, List<String> gone) {
    Map<String, Device> all = new LinkedHashMap<>();
    earlier.forEach(device -> all.put(device.id(), device));
    known.forEach(device -> all.put(device.id(), device));
    Set<String> without = new LinkedHashSet<>(revoked);
    without.addAll(gone);
    return new Devices(
        serial, statements, List.copyOf(all.values()), List.copyOf(without), disbelieved);
  }
}
