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
import mostao.client.envelope.KeyChain;
import mostao.client.envelope.KeyStatement;
import mostao.client.envelope.MessageReader;
import mostao.client.envelope.Parties;
import mostao.client.seal.DecryptionException;
import mostao.client.seal.SessionKey;
import mostao.client.trust.Checked;
import mostao.client.trust.Device;
import mostao.client.trust.DeviceKeys;
import mostao.client.trust.NotBelievedException;
import mostao.client.trust.Peer;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.Wallet;

/** The keys of a session as its process shows them and as they are believed. Thread-safe. */
final class SessionKeys {
  /** More generations at once than a session has in years. */
  private static final int MOST_AT_ONCE = 1000;

  /** In the old fields where there is nobody to fill them for; they must not be empty. */
  private static final String NOBODY = "-";

  private final ProcessClient asking;
  private final String session;
  private final Wallet wallet;
  private final DeviceKeys device;
  private final Map<Long, JsonNode> rows = new ConcurrentHashMap<>();
  private final Map<Long, MessageReader.Key> opened = new ConcurrentHashMap<>();

  SessionKeys(ProcessClient asking, String session, DeviceKeys device) {
    this.asking = asking;
    this.session = session;
    this.wallet = asking.client().wallet();
    this.device = device;
  }

  /**
   * Takes what is new into the chain.
   *
   * @param anew whether the person goes on with whatever has changed
   * @throws NotBelievedException when an older generation is shown than before
   */
  void refresh(SessionState state, Parties parties, boolean anew)
      throws IOException, InterruptedException {
    JsonNode current = asking.prove(session, "GetCurrentKeys", "").path(0);
    long newest = current.path("generation").asLong();
    if (newest < state.chain.highest()) {
      if (!anew) {
        throw new NotBelievedException(
            "generation "
                + newest
                + " of the session key is shown, which was replaced: there was "
                + state.chain.highest());
      }
      state.chain = KeyChain.of(Json.array());
      rows.clear();
      opened.clear();
    }
    long from = state.chain.highest() + 1;
    if (newest - from >= MOST_AT_ONCE) {
      throw new NotBelievedException("the session shows " + newest + " generations of its key");
    }
    List<JsonNode> added = new ArrayList<>();
    for (long generation = from; generation <= newest; generation++) {
      JsonNode row = generation == newest ? current : row(generation);
      if (row.path("generation").asLong() != generation) {
        throw new NotBelievedException(
            "the session shows another key where generation " + generation + " was asked for");
      }
      rows.put(generation, row);
      added.add(row);
    }
    if (!added.isEmpty()) {
      state.chain.extend(session, added, parties, System.currentTimeMillis(), anew);
      opened.clear();
    }
  }

  private JsonNode row(long generation) throws IOException, InterruptedException {
    JsonNode found = asking.prove(session, "GetKeyByGeneration", Long.toString(generation));
    return found.isArray() ? found.path(0) : found;
  }

  /** A key as a reader needs it. */
  MessageReader.Key key(KeyChain chain, long generation) throws IOException, InterruptedException {
    MessageReader.Key known = opened.get(generation);
    if (known == null) {
      known = open(chain, generation);
      opened.put(generation, known);
    }
    return known;
  }

  private MessageReader.Key open(KeyChain chain, long generation)
      throws IOException, InterruptedException {
    Optional<KeyChain.Link> link = chain.link(generation);
    if (link.isEmpty()) {
      return fault("there is no generation " + generation);
    }
    if (!link.get().fault().isEmpty()) {
      return fault(link.get().fault());
    }
    JsonNode row = rows.get(generation);
    if (row == null) {
      row = row(generation);
      rows.put(generation, row);
    }
    if (link.get().isUnsigned()) {
      return new MessageReader.Key(oldCopy(row), Optional.empty(), "");
    }
    Checked<KeyStatement> read = KeyStatement.read(row.path("statement"));
    if (!(read instanceof Checked.Good<KeyStatement> good)
        || !good.value().hash().equals(link.get().hash())) {
      return fault("another statement is shown for it than before");
    }
    Optional<Checked<SessionKey>> copy = good.value().open(device);
    if (copy.isEmpty() && wallet instanceof RsaWallet rsa) {
      copy = good.value().open(rsa.address(), rsa.privateKey());
    }
    if (copy.isPresent() && copy.get() instanceof Checked.Bad<SessionKey> bad) {
      return fault(bad.reason());
    }
    Optional<SessionKey> key = copy.map(one -> ((Checked.Good<SessionKey>) one).value());
    return new MessageReader.Key(key, Optional.of(good.value()), "");
  }

  private static MessageReader.Key fault(String fault) {
    return new MessageReader.Key(Optional.empty(), Optional.empty(), fault);
  }

  // Found by our own public key: older rotations put the handle whose name comes first under a.
  private Optional<SessionKey> oldCopy(JsonNode row) {
    if (!(wallet instanceof RsaWallet rsa)) {
      return Optional.empty();
    }
    boolean a = row.path("pubkey_a").asText().equals(rsa.pubkey());
    String sealed = row.path(a ? "encrypted_sk_by_a" : "encrypted_sk_by_b").asText();
    try {
      return Optional.of(SessionKey.open(sealed, rsa.privateKey()));
    } catch (DecryptionException notOurs) {
      return Optional.empty();
    }
  }

  /** Why the newest generation must not be written under; empty if it may be. */
  Optional<String> unfit(KeyChain chain, Parties parties) throws IOException, InterruptedException {
    if (chain.highest() == 0) {
      return Optional.of("there is no key");
    }
    MessageReader.Key key = key(chain, chain.highest());
    if (!key.fault().isEmpty()) {
      return Optional.of(key.fault());
    }
    if (key.statement().isEmpty()) {
      return Optional.of("no device signed the key");
    }
    KeyStatement statement = key.statement().get();
    if (key.key().isEmpty() || !statement.isHolder(device.device().id())) {
      return Optional.of("this device does not have the key");
    }
    for (Peer peer : parties.both()) {
      String name = peer.birth().name();
      for (String revoked : peer.devices().revoked()) {
        if (statement.isHolder(revoked) || statement.device().equals(revoked)) {
          return Optional.of("a device of " + name + " that has the key is revoked");
        }
      }
      for (Device one : peer.devices().believed()) {
        if (!statement.isHolder(one.id())) {
          return Optional.of("a device of " + name + " does not have the key");
        }
      }
    }
    return Optional.empty();
  }

  /** A new key, its statement, and the message that brings it to the session. */
  record Rotation(SessionKey key, KeyStatement statement, ObjectNode data) {}

  Rotation rotation(KeyChain chain, Parties parties) throws IOException {
    Peer other = parties.other();
    Optional<RSAPublicKey> otherKey = other.oldKey();
    if (otherKey.isEmpty() && other.devices().believed().isEmpty()) {
      throw new IOException(
          "nothing to seal for: "
              + other.birth().name()
              + " has no device, and the profile of "
              + other.birth().name()
              + " has no RSA pubkey");
    }
    SessionKey key = SessionKey.create();
    long generation = chain.highest() + 1;
    KeyStatement statement =
        KeyStatement.make(key, session, generation, chain.lastHash(), parties, device);
    Optional<RSAPublicKey> ownKey = parties.own().ownerKey();
    ObjectNode data = Json.object();
    fill(data, "a", ownKey, parties.own().pubkey(), key);
    fill(data, "b", otherKey, other.pubkey(), key);
    data.put("generation", generation - 1).set("statement", statement.toJson());
    return new Rotation(key, statement, data);
  }

  private static void fill(
      ObjectNode data, String side, Optional<RSAPublicKey> rsa, String pubkey, SessionKey key) {
    data.put("encrypted_sk_by_" + side, rsa.map(key::sealFor).orElse(NOBODY));
    data.put("pubkey_" + side, rsa.isPresent() ? pubkey : NOBODY);
  }
}
