package mostao.client.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mostao.ao.process.Json;

/** What was seen the first time, against what is seen now. Works on the tree that is kept. */
final class Pins {
  private static final String PUBKEY = "pubkey";
  private static final String COMPARED = "compared";
  private static final String PROCESS = "process";
  private static final String OWNER = "owner";
  private static final String REVOKED = "revoked";

  private final ObjectNode tree;
  private final List<String> changes = new ArrayList<>();

  Pins(Optional<JsonNode> kept) {
    this.tree = kept.map(json -> (ObjectNode) json.deepCopy()).orElseGet(Json::object);
  }

  ObjectNode tree() {
    return tree;
  }

  /** What differs from what was pinned. */
  List<String> changes() {
    return changes;
  }

  void deployment(String origin, String authority, String registry) {
    ObjectNode all = tree.withObject("/deployments");
    JsonNode pinned = all.path(origin);
    changed("the authority of " + origin, pinned.path("authority"), authority);
    changed("the Registry of " + origin, pinned.path("registry"), registry);
    all.putObject(origin).put("authority", authority).put("registry", registry);
  }

  void session(String session, String name) {
    ObjectNode all = tree.withObject("/sessions");
    changed("the session with " + name, all.path(name), session);
    all.put(name, session);
  }

  private void changed(String what, JsonNode pinned, String now) {
    if (pinned.isTextual() && !pinned.textValue().equals(now)) {
      changes.add(what + " was " + pinned.textValue() + " and is " + now + " now");
    }
  }

  private static String key(HandleBirth birth) {
    return birth.registry() + "/" + birth.name().toLowerCase(Locale.ROOT);
  }

  /** Compares and pins; gives the peer as believed. */
  Peer handle(HandleBirth birth, Devices now, String pubkey) {
    ObjectNode all = tree.withObject("/handles");
    JsonNode pinned = all.path(key(birth));
    String name = birth.name();
    int before = changes.size();
    changed("the owner of " + name, pinned.path(OWNER), birth.owner());
    changed("the process of " + name, pinned.path(PROCESS), birth.process());
    // Of somebody else nothing holds that was known of the one before.
    JsonNode same = changes.size() > before ? Json.object() : pinned;
    Devices merged = devices(name, same, now);
    Peer peer = new Peer(birth, merged, pubkey, same.path(COMPARED).asBoolean());
    pubkey(name, same, peer);
    all.set(key(birth), shown(peer, Math.max(merged.serial(), now.serial())));
    return peer;
  }

  private Devices devices(String name, JsonNode pinned, Devices now) {
    long serial = pinned.path("serial").asLong();
    if (now.serial() < serial) {
      changes.add(
          "older device statements of "
              + name
              + " are shown, up to serial "
              + now.serial()
              + "; there were "
              + serial);
    }
    List<Device> earlier = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (JsonNode row : pinned.path("devices")) {
      Optional<Device> device =
          Device.of(row.path("id").asText(), row.path("sign").asText(), row.path("seal").asText());
      device.ifPresent(earlier::add);
      String id = row.path("id").asText();
      if (!now.isBelieved(id)) {
        gone.add(id);
        if (!row.path(REVOKED).asBoolean() && !now.revoked().contains(id)) {
          changes.add("device " + id + " of " + name + " is gone without having been revoked");
        }
      }
    }
    return now.with(earlier, gone);
  }

  // With devices, the profile's key counts only if it is the owner's, whatever it was before.
  private void pubkey(String name, JsonNode pinned, Peer peer) {
    JsonNode was = pinned.path(PUBKEY);
    if (!peer.hasDevices()
        && was.isTextual()
        && !was.textValue().isEmpty()
        && !was.textValue().equals(peer.pubkey())
        && peer.ownerKey().isEmpty()) {
      changes.add("the RSA key in the profile of " + name + " is another, and not the owner's");
    }
  }

  private static ObjectNode shown(Peer peer, long serial) {
    HandleBirth birth = peer.birth();
    ObjectNode shown =
        Json.object()
            .put("name", birth.name())
            .put(PROCESS, birth.process())
            .put(OWNER, birth.owner())
            .put("serial", serial)
            .put(PUBKEY, peer.pubkey())
            .put(COMPARED, peer.compared());
    ArrayNode devices = shown.putArray("devices");
    for (Device device : peer.devices().known()) {
      devices
          .addObject()
          .put("id", device.id())
          .put("sign", device.sign())
          .put("seal", device.seal())
          .put(REVOKED, peer.devices().revoked().contains(device.id()));
    }
    return shown;
  }

  void compared(HandleBirth birth) {
    JsonNode pinned = tree.path("handles").path(key(birth));
    if (pinned instanceof ObjectNode object) {
      object.put(COMPARED, true);
    }
  }
}
