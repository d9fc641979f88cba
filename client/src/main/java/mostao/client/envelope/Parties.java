package mostao.client.envelope;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mostao.client.trust.Device;
import mostao.client.trust.Peer;

/** The two sides of a session, as they are believed. */
public record Parties(Peer own, Peer other) {
  public List<Peer> both() {
    return List.of(own, other);
  }

  /** The side whose process this is. */
  Optional<Peer> of(String process) {
    return both().stream().filter(peer -> peer.process().equals(process)).findFirst();
  }

  /** The device of a side whose id begins so. */
  static Optional<Device> device(Peer peer, byte[] prefix) {
    return peer.devices().known().stream()
        .filter(device -> Arrays.equals(device.prefix(), prefix))
        .findFirst();
  }
}
