package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.chat.Conversation;
import mostao.client.chat.Handle;
import mostao.client.chat.HandleName;
import mostao.client.chat.RefusedException;
import mostao.client.chat.Registry;
import mostao.client.chat.StoredMessage;
import mostao.client.chat.WaitPolicy;
import mostao.client.envelope.Verdict;
import mostao.client.http.AoClient;
import mostao.client.http.GatewayInfo;
import mostao.client.trust.Trust;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.WalletFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A wallet opens a namespace: a Registry of its own, with names, handles and sessions. */
@ExtendWith(RunningSystem.class)
class NamespaceIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final WaitPolicy PATIENCE =
      new WaitPolicy(Duration.ofSeconds(60), Duration.ofMillis(20), Duration.ofMillis(500));

  /** Public throwaway keys; to make others would take seconds. */
  private static final RsaWallet ALICE = wallet("dev-3");

  private static final RsaWallet BOB = wallet("dev-4");

  @TempDir private Path state;

  @Test
  void twoPeopleTalkInTheirOwnNamespaceUnseenByTheOther() throws Exception {
    String alices = freshName();
    String bobs = freshName();
    try (AoClient alice = RunningSystem.client(ALICE);
        AoClient bob = RunningSystem.client(BOB)) {
      GatewayInfo info = alice.info();
      String namespace = spawned(alice, process(info, "registry", info.authority()));
      assertThat(namespace).isNotEqualTo(info.registry());

      Registry own = Registry.at(alice, namespace, PATIENCE, Trust.open(state.resolve("alice")));
      Handle a = own.register(alices, Json.object().put("pubkey", ALICE.pubkey()));
      Handle b =
          Registry.at(bob, namespace, PATIENCE, Trust.open(state.resolve("bob")))
              .register(bobs, Json.object().put("pubkey", BOB.pubkey()));
      Conversation atAlice = own.establish(a, b.name());
      b.addDevice();
      atAlice.awaitStored(atAlice.send("here nobody else is"), 0);
      Conversation atBob = b.conversation(atAlice.session(), a.name());
      List<StoredMessage> history = atBob.history(0);
      assertThat(history).hasSize(1);
      assertThat(atBob.verdict(history.get(0))).isInstanceOf(Verdict.Verified.class);
      assertThat(atBob.open(history.get(0))).isEqualTo("here nobody else is");
      assertThat(b.awaitUnread(atAlice.session(), 1)).isEqualTo(1);

      // The deployment's Registry has other names, and other people may take these there.
      Registry common = Registry.of(bob, PATIENCE);
      assertThat(common.find(alices)).isEmpty();
      HandleName there = common.register(alices, Json.object()).name();
      assertThat(there.pid()).isNotEqualTo(a.name().pid());
      assertThat(own.find(alices)).hasValueSatisfying(n -> assertThat(n).isEqualTo(a.name()));
      assertThatThrownBy(() -> common.establishSession(there, b.name()))
          .isInstanceOfSatisfying(
              RefusedException.class, no -> assertThat(no.code()).isEqualTo("HandleNotFound"));
      assertThat(own.session(alices, bobs)).contains(atAlice.session());
    }
  }

  @Test
  void aNamespaceIsFoundInGraphqlAtOnce() throws Exception {
    try (AoClient alice = RunningSystem.client(ALICE)) {
      GatewayInfo info = alice.info();
      String id = spawned(alice, process(info, "registry", info.authority()));
      String query =
          String.format(
                  Locale.ROOT,
                  "{\"query\":\"{ transactions(ids: [\\\"%s\\\"]) { edges { node { recipient block {",
                  id)
              + " height } owner { address } tags { name value } } } } }\"}";
      HttpResponse<String> answer =
          RunningSystem.post(
              "/graphql", "application/json", query.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode node = JSON.readTree(answer.body()).at("/data/transactions/edges/0/node");
      assertThat(node.at("/owner/address").asText()).isEqualTo(ALICE.address());
      assertThat(node.at("/block/height").asLong()).isPositive();
      assertThat(node.path("tags").findValuesAsText("value")).contains(info.authority());
    }
  }

  @Test
  void otherModulesAreNotForWalletsToSpawn() throws Exception {
    try (AoClient alice = RunningSystem.client(ALICE)) {
      GatewayInfo info = alice.info();
      for (String module : List.of("handle", "session")) {
        HttpResponse<String> answer = post(process(info, module, info.authority()));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(JSON.readTree(answer.body()).path("code").asText()).isEqualTo("SpawnRefused");
        assertThat(JSON.readTree(answer.body()).path("error").asText()).contains(module);
      }
    }
  }

  private static RsaWallet wallet(String name) {
    try {
      return (RsaWallet)
          WalletFile.load(RunningSystem.root().resolve("e2e/node/wallets/" + name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String spawned(AoClient client, VerifiedItem item) throws Exception {
    HttpResponse<String> answer = post(item);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    JsonNode json = JSON.readTree(answer.body());
    assertThat(json.path("id").asText()).isEqualTo(item.id());
    assertThat(json.has("processId")).isFalse();
    assertThat(client.result(item.id(), item.id()).error()).isEmpty();
    return item.id();
  }

  private static HttpResponse<String> post(VerifiedItem item) throws Exception {
    return RunningSystem.post("/", "application/octet-stream", item.bytes());
  }

  /** As aoconnect's spawn makes it, with the one tag that its caller adds. */
  private static VerifiedItem process(GatewayInfo info, String module, String authority) {
    return Draft.empty()
        .tags(
            Tags.of(
                "Authority",
                authority,
                "Data-Protocol",
                "ao",
                "Variant",
                "ao.TN.1",
                "Type",
                "Process",
                "Module",
                info.json().path("modules").path(module).asText(),
                "Scheduler",
                info.json().path("scheduler").asText(),
                "SDK",
                "aoconnect"))
        .data(UUID.randomUUID().toString())
        .sign(ALICE.signer())
        .orThrow();
  }

  private static String freshName() {
    return "n" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }
}
