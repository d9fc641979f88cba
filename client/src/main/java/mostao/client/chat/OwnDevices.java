package mostao.client.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import mostao.ao.process.Json;
import mostao.client.trust.Device;
import mostao.client.trust.DeviceStatement;
import mostao.client.trust.Devices;
import mostao.client.trust.HandleBirth;
import mostao.client.trust.NotBelievedException;
import mostao.client.trust.Peer;

/** The statements about the devices of an own handle, kept in its profile. */
final class OwnDevices {
  private final ProcessClient asking;
  private final Introductions introductions;
  private final Handle handle;

  OwnDevices(ProcessClient asking, Introductions introductions, Handle handle) {
    this.asking = asking;
    this.introductions = introductions;
    this.handle = handle;
  }

  private Device device() {
    return introductions.trust().device().device();
  }

  /** States that this installation is a device of the handle. */
  String add() throws IOException, InterruptedException {
    Peer self = introductions.meet(handle.name());
    if (!self.devices().isBelieved(device().id())) {
      state(self, List.of());
    }
    return device().id();
  }

  /** States that devices are revoked; this one can't revoke itself. */
  void revoke(List<String> ids) throws IOException, InterruptedException {
    Peer self = introductions.meet(handle.name());
    for (String id : ids) {
      if (id.equals(device().id())) {
        throw new IOException("device " + id + " is this one: revoke it from another");
      }
      if (!self.devices().isBelieved(id)) {
        throw new IOException(handle.name().name() + " has no device " + id);
      }
    }
    state(self, ids);
  }

  // A statement about this device carries the revocations, and takes the place of its earlier one.
  private void state(Peer self, List<String> revokes) throws IOException, InterruptedException {
    HandleBirth birth = self.birth();
    String owner = asking.client().wallet().address();
    if (!owner.equals(birth.owner())) {
      throw new NotBelievedException(
          birth.name() + " belongs to " + birth.owner() + ", not to " + owner);
    }
    Devices devices = self.devices();
    TreeSet<String> all = new TreeSet<>(revokes);
    List<DeviceStatement> kept = new ArrayList<>();
    for (DeviceStatement one : devices.statements()) {
      if (one.device().id().equals(device().id())) {
        all.addAll(one.revokes());
      } else {
        kept.add(one);
      }
    }
    all.remove(device().id());
    kept.add(
        DeviceStatement.make(
            asking.client().wallet().signer(),
            birth.process(),
            birth.name(),
            birth.registry(),
            device(),
            System.currentTimeMillis(),
            devices.serial() + 1,
            List.copyOf(all)));
    // The oldest of those that are revoked make room; their revocation stays.
    while (kept.size() > Devices.MOST && dropRevoked(kept, devices, all)) {
      continue;
    }
    if (kept.size() > Devices.MOST) {
      throw new IOException(
          birth.name() + " has " + Devices.MOST + " devices, and can't have more: revoke one");
    }
    ObjectNode changes = Json.object();
    ArrayNode encoded = changes.putArray("devices");
    kept.forEach(one -> encoded.add(one.encoded()));
    handle.updateProfile(changes);
    Peer after = introductions.meet(handle.name());
    if (!after.devices().isBelieved(device().id())) {
      throw new NotBelievedException(
          "the profile of " + birth.name() + " does not show this device");
    }
  }

  private static boolean dropRevoked(
      List<DeviceStatement> kept, Devices devices, TreeSet<String> revoked) {
    for (DeviceStatement one : kept) {
      String id = one.device().id();
      if (one.revokes().isEmpty() && (devices.revoked().contains(id) || revoked.contains(id))) {
        kept.remove(one);
        return true;
      }
    }
    return false;
  }
}
