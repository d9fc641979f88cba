package mostao.client.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.envelope.KeyStatement;
import mostao.client.envelope.Parties;
import mostao.client.seal.PublicKeys;
import mostao.client.seal.SessionKey;
import mostao.client.trust.DeviceKeys;
import mostao.client.trust.DeviceStatement;
import mostao.client.trust.Devices;
import mostao.client.trust.HandleBirth;
import mostao.client.trust.Peer;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletFile;
import mostao.client.wallet.WalletType;

/** Changes what is read, not what is kept: one switch for each lie. */
final class LyingServer {
  private static final String BOB = "bob";

  private final FakeProcesses processes;
  private final Set<Lie> lies = EnumSet.noneOf(Lie.class);
  private final Wallet mallory = WalletType.ED25519.create();
  private final DeviceKeys device = DeviceKeys.create();
  private final SessionKey ownKey = SessionKey.create();

  LyingServer(FakeProcesses processes) {
    this.processes = processes;
  }

  void lie(Lie... all) {
    lies.clear();
    Collections.addAll(lies, all);
  }

  String authority() {
    return lies.contains(Lie.OTHER_AUTHORITY)
        ? mallory.address()
        : FakeProcesses.AUTHORITY.address();
  }

  VerifiedItem item(String id) {
    VerifiedItem item = processes.items.get(id);
    if (lies.contains(Lie.OTHER_OWNER) && item != null && item.tags().has("Handle-Name", BOB)) {
      Tags tags =
          item.tags().without(Set.of("Handle-Owner")).and("Handle-Owner", mallory.address());
      return Draft.empty().tags(tags).data(item.data()).sign(FakeProcesses.AUTHORITY).orThrow();
    }
    return item;
  }

  JsonNode about(String process, String action, String data, JsonNode honest) {
    boolean error = honest.path("status").asText().equals("error");
    if (lies.isEmpty() || error) {
      return honest;
    }
    return switch (action) {
      case "GetProfile" ->
          honest.path("handle").asText().equals(BOB)
              ? profile((ObjectNode) honest.deepCopy())
              : honest;
      case "GetCurrentKeys", "GetKeyByGeneration" -> keys(process, action, (ArrayNode) honest);
      case "QueryMessage" -> FakeProcesses.page(messages(process), Json.parse(data).orElseThrow());
      case "QuerySession" ->
          lies.contains(Lie.OTHER_SESSION)
              ? ((ObjectNode) honest.deepCopy()).put("sessionID", session("bob carol").id)
              : honest;
      default -> honest;
    };
  }

  private FakeProcesses.Session session(String names) {
    return processes.sessions.get(names);
  }

  private JsonNode profile(ObjectNode profile) {
    if (lies.contains(Lie.SWAP_PUBKEY)) {
      profile.put("pubkey", rsa("dev-1.json").pubkey());
    }
    ArrayNode devices = profile.withArray("/devices");
    if (lies.contains(Lie.DEVICE_GONE)) {
      devices.removeAll();
    }
    if (lies.contains(Lie.LOWER_SERIAL)) {
      while (devices.size() > 1) {
        devices.remove(1);
      }
    }
    if (lies.contains(Lie.DEVICE_INTRODUCED)) {
      devices.add(
          DeviceStatement.make(
                  mallory.signer(),
                  processes.handles.get(BOB).pid,
                  BOB,
                  FakeProcesses.REGISTRY,
                  device.device(),
                  1,
                  9,
                  List.of())
              .encoded());
    }
    return profile;
  }

  private JsonNode keys(String process, String action, ArrayNode rows) {
    if (rows.isEmpty()) {
      return rows;
    }
    if (lies.contains(Lie.OLD_GENERATION) && action.equals("GetCurrentKeys")) {
      return Json.array().add(session("alice bob").keys.get(0));
    }
    if (lies.contains(Lie.MANY_GENERATIONS)) {
      return Json.array().add(((ObjectNode) rows.get(0).deepCopy()).put("generation", 5000));
    }
    boolean swaps =
        lies.contains(Lie.SWAP_KEYS)
            || lies.contains(Lie.SWAP_KEYS_WITH_STATEMENT)
            || lies.contains(Lie.SWAP_OLD_FIELDS);
    if (!swaps) {
      return rows;
    }
    ObjectNode row = (ObjectNode) rows.get(0).deepCopy();
    String alice = processes.handles.get("alice").profile.path("pubkey").asText();
    String sealed = ownKey.sealFor(PublicKeys.parse(alice).orElseThrow());
    row.put("pubkey_a", alice).put("encrypted_sk_by_a", sealed);
    row.put("pubkey_b", alice).put("encrypted_sk_by_b", sealed);
    if (lies.contains(Lie.SWAP_KEYS)) {
      row.remove("statement");
    }
    if (lies.contains(Lie.SWAP_KEYS_WITH_STATEMENT)) {
      row.set("statement", statement(process, row.path("generation").asLong()).toJson());
    }
    return Json.array().add(row);
  }

  // By a device of the server's, for alice's wallet, in bob's name.
  private KeyStatement statement(String session, long generation) {
    Peer bob = peer(BOB);
    Peer alice = peer("alice");
    return KeyStatement.make(ownKey, session, generation, "", new Parties(bob, alice), device);
  }

  private Peer peer(String name) {
    FakeProcesses.Handle handle = processes.handles.get(name);
    HandleBirth birth = new HandleBirth(handle.pid, name, handle.owner, FakeProcesses.REGISTRY);
    return new Peer(birth, Devices.NONE, handle.profile.path("pubkey").asText(), false);
  }

  private ArrayNode messages(String process) {
    List<ObjectNode> rows = new ArrayList<>();
    processes.session(process).messages.forEach(row -> rows.add(row.deepCopy()));
    String bob = processes.handles.get(BOB).pid;
    List<ObjectNode> bobs =
        new ArrayList<>(rows.stream().filter(r -> r.path("sender").asText().equals(bob)).toList());
    ObjectNode first = bobs.get(0);
    ObjectNode last = bobs.get(bobs.size() - 1);
    long next = rows.get(rows.size() - 1).path("id").asLong() + 1;
    if (lies.contains(Lie.REPLAY)) {
      rows.add(first.deepCopy().put("id", next));
    }
    if (lies.contains(Lie.DELAYED)) {
      rows.remove(first);
      rows.add(first.put("id", next));
    }
    if (lies.contains(Lie.REORDER)) {
      ObjectNode before = bobs.get(bobs.size() - 2);
      String content = before.path("content").asText();
      before.put("content", last.path("content").asText());
      last.put("content", content);
    }
    if (lies.contains(Lie.DROP)) {
      rows.remove(bobs.get(1));
    }
    if (lies.contains(Lie.DROP_BEFORE_ROTATION)) {
      long generation = first.path("generation").asLong();
      bobs.removeIf(r -> r.path("generation").asLong() != generation);
      rows.remove(bobs.get(bobs.size() - 1));
    }
    if (lies.contains(Lie.TRUNCATE)) {
      rows.remove(last);
    }
    if (lies.contains(Lie.CHANGED_CONTENT)) {
      byte[] bytes = Base64.getDecoder().decode(last.path("content").asText());
      bytes[bytes.length / 2] ^= 1;
      last.put("content", Base64.getEncoder().encodeToString(bytes));
    }
    if (lies.contains(Lie.FORGED_SENDER)) {
      rows.stream()
          .filter(r -> !r.path("sender").asText().equals(bob))
          .findFirst()
          .ifPresent(r -> r.put("sender", bob));
    }
    ArrayNode lied = Json.array();
    rows.forEach(lied::add);
    return lied;
  }

  private static RsaWallet rsa(String name) {
    try {
      Path wallets = Path.of(System.getProperty("mostao.root"), "e2e", "node", "wallets");
      return (RsaWallet) WalletFile.load(wallets.resolve(name));
    } catch (IOException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
