package mostao.session.action;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import mostao.ao.process.Json;
import mostao.ao.process.Refusal;
import mostao.session.model.SessionKey;

/** Generations of the key, as replies and refusals show them. */
final class KeyReplies {
  private KeyReplies() {}

  /** A list, as the clients expect one, of one key or none. */
  static ArrayNode shown(Optional<SessionKey> key) {
    ArrayNode shown = Json.array();
    key.map(KeyReplies::shown).ifPresent(shown::add);
    return shown;
  }

  private static ObjectNode shown(SessionKey key) {
    ObjectNode shown = Json.object().put("generation", key.generation());
    key.by().ifPresent(by -> shown.put("by", by));
    shown
        .put("encrypted_sk_by_a", key.encryptedByA())
        .put("pubkey_a", key.pubkeyA())
        .put("encrypted_sk_by_b", key.encryptedByB())
        .put("pubkey_b", key.pubkeyB());
    key.statement()
        .ifPresent(statement -> shown.set("statement", Json.parse(statement).orElseThrow()));
    return shown;
  }

  static Refusal unknown(long generation, long current) {
    return new Refusal(
        Refusal.Code.UNKNOWN_GENERATION,
        "there is no generation " + generation + ": " + known(current));
  }

  static Refusal conflict(long generation, long current) {
    return new Refusal(
        Refusal.Code.GENERATION_CONFLICT,
        "generation "
            + generation
            + " is not the current one, which is "
            + current
            + ": read GetCurrentKeys and try again");
  }

  private static String known(long current) {
    return current == 0 ? "no key was exchanged yet" : "those from 1 to " + current + " are known";
  }
}
