package mostao.client.trust;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client believes, in a folder: the keys of this installation and the pins. Thread-safe, and
 * safe beside other processes that use the folder.
 */
public final class Trust {
  private static final String DEVICE = "device.json";
  private static final String PINS = "pins.json";

  private final StateFolder folder;
  private final DeviceKeys device;
  private final boolean acceptsChange;

  private Trust(StateFolder folder, DeviceKeys device, boolean acceptsChange) {
    this.folder = folder;
    this.device = device;
    this.acceptsChange = acceptsChange;
  }

  /** The state in this folder; device keys are made if there are none. */
  public static Trust open(Path folder) throws IOException, InterruptedException {
    StateFolder state = StateFolder.open(folder);
    DeviceKeys device =
        state.exclusively(
            DEVICE,
            () -> {
              Optional<JsonNode> kept = state.read(DEVICE);
              if (kept.isPresent()) {
                return DeviceKeys.of(kept.get());
              }
              DeviceKeys made = DeviceKeys.create();
              state.write(DEVICE, made.toJson());
              return made;
            });
    return new Trust(state, device, false);
  }

  /** The same state, for a person who has decided to go on with what has changed. */
  public Trust acceptingChange() {
    return new Trust(folder, device, true);
  }

  public boolean acceptsChange() {
    return acceptsChange;
  }

  public StateFolder folder() {
    return folder;
  }

  /** This installation. */
  public DeviceKeys device() {
    return device;
  }

  @FunctionalInterface
  private interface Comparison<T> {
    T of(Pins pins);
  }

  private <T> T pinned(Comparison<T> comparison) throws IOException, InterruptedException {
    return folder.exclusively(
        PINS,
        () -> {
          Optional<JsonNode> kept = folder.read(PINS);
          Pins pins = new Pins(kept);
          T result = comparison.of(pins);
          if (!pins.changes().isEmpty() && !acceptsChange) {
            throw new ChangedException(pins.changes());
          }
          if (kept.isEmpty() || !kept.get().equals(pins.tree())) {
            folder.write(PINS, pins.tree());
          }
          return result;
        });
  }

  /**
   * Compares a deployment with what it was.
   *
   * @param origin scheme, host and port under which it is reached
   * @throws ChangedException when its authority or its Registry is another
   */
  public void deployment(String origin, String authority, String registry)
      throws IOException, InterruptedException {
    pinned(
        pins -> {
          pins.deployment(origin, authority, registry);
          return true;
        });
  }

  /**
   * The session between two processes, the same every time.
   *
   * @throws ChangedException when another one is shown than before
   */
  public void session(String session, HandleBirth own, HandleBirth other)
      throws IOException, InterruptedException {
    pinned(
        pins -> {
          pins.session(session, own.process() + "/" + other.process());
          return true;
        });
  }

  /**
   * A handle as it is believed, from now on pinned so.
   *
   * @param profile as its process shows it
   * @throws ChangedException when what is shown is not what was pinned
   */
  public Peer handle(HandleBirth birth, JsonNode profile) throws IOException, InterruptedException {
    List<String> encoded = new ArrayList<>();
    profile.path("devices").forEach(one -> encoded.add(one.asText()));
    Devices devices = Devices.of(encoded, birth);
    return pinned(pins -> pins.handle(birth, devices, profile.path("pubkey").asText("")));
  }

  /** The person has compared the safety number with this handle's owner. */
  public void compared(HandleBirth birth) throws IOException, InterruptedException {
    pinned(
        pins -> {
          pins.compared(birth);
          return true;
        });
  }
}
