package mostao.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import mostao.ao.process.Json;
import mostao.client.envelope.Heads;
import mostao.client.envelope.KeyChain;
import mostao.client.trust.StateFolder;

/**
 * What a client keeps of a session: its keys' chain, how far it was read, and where this device's
 * own chain of messages stands. Used while the file's lock is held.
 */
final class SessionState {
  /**
   * The end of this device's own chain.
   *
   * @param hash of the message there
   */
  record Own(long generation, long counter, String hash) {
    static final Own NONE = new Own(0, 0, "");

    static Own of(JsonNode kept) {
      return new Own(
          kept.path("generation").asLong(),
          kept.path("counter").asLong(),
          kept.path("hash").asText(""));
    }

    ObjectNode toJson() {
      return Json.object().put("generation", generation).put("counter", counter).put("hash", hash);
    }
  }

  private final StateFolder folder;
  private final String file;
  private final String device;

  KeyChain chain;
  Heads heads;
  long read;
  Own own;
  Own before;

  /** The signed item of a message of which is not known whether it arrived, base64url. */
  Optional<String> pending;

  private SessionState(StateFolder folder, String session, String device) throws IOException {
    this.folder = folder;
    this.file = file(session);
    this.device = device;
    JsonNode kept = folder.read(file).orElseGet(Json::object);
    chain = KeyChain.of(kept.path("keys"));
    heads = Heads.of(kept.path("heads"));
    read = kept.path("read").asLong();
    // Other keys, another chain.
    boolean ours = kept.path("device").asText("").equals(device);
    own = ours ? Own.of(kept.path("own")) : Own.NONE;
    before = ours ? Own.of(kept.path("before")) : Own.NONE;
    pending =
        ours && kept.has("pending") ? Optional.of(kept.path("pending").asText()) : Optional.empty();
  }

  static String file(String session) {
    return "session-" + session + ".json";
  }

  static SessionState load(StateFolder folder, String session, String device) throws IOException {
    return new SessionState(folder, session, device);
  }

  void save() throws IOException {
    ObjectNode kept = Json.object().put("read", read).put("device", device);
    kept.set("keys", chain.toJson());
    kept.set("heads", heads.toJson());
    kept.set("own", own.toJson());
    kept.set("before", before.toJson());
    pending.ifPresent(item -> kept.put("pending", item));
    folder.write(file, kept);
  }
}
