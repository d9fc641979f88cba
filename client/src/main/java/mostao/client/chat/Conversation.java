package mostao.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mostao.ao.process.Json;
import mostao.client.seal.DecryptionException;
import mostao.client.seal.PublicKeys;
import mostao.client.seal.SessionKey;
import mostao.client.wallet.RsaWallet;

/** One side of a session: seals, sends, reads and opens. Thread-safe. */
public final class Conversation {
  /**
   * A key of the session as this side can use it.
   *
   * @param generation from 1
   */
  public record Generation(long generation, SessionKey key) {}

  /**
   * A message that was sent.
   *
   * @param relayed the message to the handle that carried it
   * @param generation of the key it is sealed under
   * @param content as sealed, by which it is recognised in the history
   */
  public record Sent(Handle.Relayed relayed, long generation, String content) {}

  private final ProcessClient asking;
  private final Handle own;
  private final String session;
  private final HandleName other;
  private final RsaWallet wallet;
  private final WaitPolicy patience;
  private final Map<Long, SessionKey> keys = new ConcurrentHashMap<>();

  Conversation(
      ProcessClient asking,
      Handle own,
      String session,
      HandleName other,
      RsaWallet wallet,
      WaitPolicy patience) {
    this.asking = asking;
    this.own = own;
    this.session = session;
    this.other = other;
    this.wallet = wallet;
    this.patience = patience;
  }

  /** Id of the session's process. */
  public String session() {
    return session;
  }

  public Handle own() {
    return own;
  }

  public HandleName other() {
    return other;
  }

  /**
   * Replaces the session key by a new one, sealed for both sides under the keys in their profiles,
   * one's own first, and waits until the session has it.
   *
   * @throws RefusedException GenerationConflict when the other side was first; read the current key
   *     and go on with that
   */
  public Generation rotate() throws IOException, InterruptedException {
    String ownPubkey = wallet.pubkey();
    String otherPubkey = own.profileOf(other).path("pubkey").asText("");
    RSAPublicKey sealedFor =
        PublicKeys.parse(otherPubkey)
            .orElseThrow(
                () -> new IOException("the profile of " + other.name() + " has no RSA pubkey"));
    SessionKey key = SessionKey.create();
    String forOwn = key.sealFor(PublicKeys.parse(ownPubkey).orElseThrow());
    String forOther = key.sealFor(sealedFor);
    long replaced = current().map(row -> row.path("generation").asLong()).orElse(0L);
    ObjectNode rotation =
        Json.object()
            .put("encrypted_sk_by_a", forOwn)
            .put("pubkey_a", ownPubkey)
            .put("encrypted_sk_by_b", forOther)
            .put("pubkey_b", otherPubkey)
            .put("generation", replaced);
    Handle.Relayed relayed = own.relay(session, "RotateSessionKey", Json.write(rotation));
    return patience.await(
        asking.client(),
        "generation " + (replaced + 1) + " of the session key",
        () -> {
          Optional<JsonNode> row = current();
          if (row.isPresent() && isOurs(row.get(), forOwn)) {
            long generation = row.get().path("generation").asLong();
            keys.put(generation, key);
            return Optional.of(new Generation(generation, key));
          }
          throwIfRefused(relayed);
          return Optional.empty();
        });
  }

  /** The key to seal with, once there is one. */
  public Optional<Generation> currentKey()
      throws IOException, InterruptedException, DecryptionException {
    Optional<JsonNode> row = current();
    return row.isEmpty() ? Optional.empty() : Optional.of(opened(row.get()));
  }

  /**
   * Seals a text under the current key and sends it. When this returns, the message is on its way
   * to the session; two messages of one side arrive in the order they were sent.
   */
  public Sent send(String text) throws IOException, InterruptedException, DecryptionException {
    Generation key =
        currentKey()
            .orElseThrow(() -> new IOException("session " + session + " has no key yet; rotate"));
    return send(text, key);
  }

  /** As {@link #send(String)}, under a key that is known to be the current one. */
  public Sent send(String text, Generation key) throws IOException, InterruptedException {
    String content = key.key().seal(text);
    ObjectNode message = Json.object().put("content", content).put("generation", key.generation());
    Handle.Relayed relayed = own.relay(session, "SendMessage", Json.write(message));
    return new Sent(relayed, key.generation(), content);
  }

  /**
   * Waits until the session has a message that was sent.
   *
   * @throws RefusedException when the session refused it
   */
  public StoredMessage awaitStored(Sent sent, long after) throws IOException, InterruptedException {
    return patience.await(
        asking.client(),
        "the message in session " + session,
        () -> {
          for (StoredMessage stored : history(after)) {
            if (stored.content().equals(sent.content())) {
              return Optional.of(stored);
            }
          }
          throwIfRefused(sent.relayed());
          return Optional.empty();
        });
  }

  /** Id of the newest message, 0 without messages. */
  public long newestId() throws IOException, InterruptedException {
    List<StoredMessage> newest =
        own.stored(session, Json.object().put("limit", 1).put("order", "desc"));
    return newest.isEmpty() ? 0 : newest.get(0).id();
  }

  /** All messages behind the one with this id, oldest first; 0 is the beginning. */
  public List<StoredMessage> history(long after) throws IOException, InterruptedException {
    List<StoredMessage> all = new ArrayList<>();
    long from = after;
    while (true) {
      List<StoredMessage> found = own.stored(session, from);
      if (found.isEmpty()) {
        return all;
      }
      all.addAll(found);
      from = found.get(found.size() - 1).id();
    }
  }

  /** The text of a message. */
  public String open(StoredMessage message)
      throws IOException, InterruptedException, DecryptionException {
    SessionKey key = keys.get(message.generation());
    if (key == null) {
      JsonNode rows =
          asking.prove(session, "GetKeyByGeneration", Long.toString(message.generation()));
      key = opened(rows.isArray() ? rows.path(0) : rows).key();
    }
    return key.open(message.content());
  }

  private Optional<JsonNode> current() throws IOException, InterruptedException {
    JsonNode rows = asking.prove(session, "GetCurrentKeys", "");
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.path(0));
  }

  private static boolean isOurs(JsonNode row, String sealed) {
    return row.path("encrypted_sk_by_a").asText().equals(sealed)
        || row.path("encrypted_sk_by_b").asText().equals(sealed);
  }

  // Found by our own public key: older rotations put the handle whose name comes first under a.
  private Generation opened(JsonNode row) throws DecryptionException {
    long generation = row.path("generation").asLong();
    SessionKey known = keys.get(generation);
    if (known == null) {
      boolean a = row.path("pubkey_a").asText().equals(wallet.pubkey());
      String sealed = row.path(a ? "encrypted_sk_by_a" : "encrypted_sk_by_b").asText();
      known = SessionKey.open(sealed, wallet.privateKey());
      keys.put(generation, known);
    }
    return new Generation(generation, known);
  }

  private void throwIfRefused(Handle.Relayed relayed) throws IOException, InterruptedException {
    Optional<RefusedException> refusal = own.refusalOf(relayed);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }
}
