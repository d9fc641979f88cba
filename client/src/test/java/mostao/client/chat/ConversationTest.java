package mostao.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.envelope.Verdict;
import mostao.client.fake.FakeDeployment;
import mostao.client.fake.FakeDeployment.Fault;
import mostao.client.http.AoClient;
import mostao.client.trust.Trust;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.WalletFile;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ConversationTest {
  private static final Path WALLETS =
      Path.of(System.getProperty("mostao.root"), "e2e", "node", "wallets");
  private static final WaitPolicy IMPATIENT =
      new WaitPolicy(Duration.ofMillis(700), Duration.ofMillis(2), Duration.ofMillis(20));

  @TempDir private Path folder;

  @Test
  void whatOneSendsTheOtherReadsAndOpens() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment();
        AoClient alice = client(deployment, "dev-3.json");
        AoClient bob = client(deployment, "dev-4.json")) {
      Conversation atAlice = established(alice, bob);
      atAlice.rotate();
      Conversation atBob =
          registry(bob)
              .handle(atAlice.other())
              .conversation(atAlice.session(), atAlice.own().name());

      StoredMessage stored = atAlice.awaitStored(atAlice.send("see you at noon"), 0);

      assertThat(stored.isFrom(atAlice.own().name())).isTrue();
      // Spaces, as base64 has none: a short word stands in random base64 by chance.
      assertThat(stored.content()).doesNotContain("see you at noon");
      assertThat(atBob.history(0)).containsExactly(stored);
      assertThat(atBob.open(stored)).isEqualTo("see you at noon");
      assertThat(atBob.history(stored.id())).isEmpty();
      assertThat(atBob.newestId()).isEqualTo(stored.id());
    }
  }

  @Test
  void theSideThatRotatesPutsItsOwnKeyFirst() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment();
        AoClient alice = client(deployment, "dev-3.json");
        AoClient bob = client(deployment, "dev-4.json")) {
      Conversation atAlice = established(alice, bob);
      String session = atAlice.session();
      Conversation atBob =
          registry(bob).handle(atAlice.other()).conversation(session, atAlice.own().name());
      atBob.rotate();

      String keys =
          bob.provenDryRun(session, Tags.of("Action", "GetCurrentKeys"), "")
              .messages()
              .get(0)
              .data();
      assertThat(Json.parse(keys).orElseThrow().path(0).path("pubkey_a").asText())
          .isEqualTo(((RsaWallet) bob.wallet()).pubkey());
      assertThat(atAlice.open(atBob.awaitStored(atBob.send("hi"), 0))).isEqualTo("hi");
    }
  }

  @Test
  void anOlderMessageOpensWithTheKeyOfItsGeneration() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment();
        AoClient alice = client(deployment, "dev-3.json");
        AoClient bob = client(deployment, "dev-4.json")) {
      Conversation atAlice = established(alice, bob);
      atAlice.rotate();
      atAlice.send("under the first key");
      assertThat(atAlice.rotate().generation()).isEqualTo(2);
      atAlice.send("under the second key");

      Conversation later = atAlice.own().conversation(atAlice.session(), atAlice.other());

      assertThat(later.history(0).stream().map(StoredMessage::generation)).containsExactly(1L, 2L);
      assertThat(later.open(later.history(0).get(0))).isEqualTo("under the first key");
      assertThat(later.open(later.history(0).get(1))).isEqualTo("under the second key");
    }
  }

  @Test
  void aSessionsRefusalReachesTheSenderWithItsWords() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment(Fault.MESSAGE_REFUSED);
        AoClient alice = client(deployment, "dev-3.json");
        AoClient bob = client(deployment, "dev-4.json")) {
      Conversation atAlice = established(alice, bob);
      atAlice.rotate();
      atAlice.send("one");
      atAlice.send("two");

      assertThatThrownBy(() -> atAlice.awaitStored(atAlice.send("three"), 0))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> {
                assertThat(refused.code()).isEqualTo("TooLarge");
                assertThat(refused.sentence()).isEqualTo("the content is too large");
              });
    }
  }

  @Test
  void aMessageThatNeverArrivesIsOverdue() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment(Fault.MESSAGE_LOST);
        AoClient alice = client(deployment, "dev-3.json");
        AoClient bob = client(deployment, "dev-4.json")) {
      Conversation atAlice = established(alice, bob);
      atAlice.rotate();
      atAlice.send("one");
      atAlice.send("two");

      assertThatThrownBy(() -> atAlice.awaitStored(atAlice.send("three"), 0))
          .isInstanceOf(WaitTimeoutException.class);
    }
  }

  @Test
  void theFirstMessageMakesTheFirstKey() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment();
        AoClient alice = client(deployment, "dev-3.json");
        AoClient bob = client(deployment, "dev-4.json")) {
      Conversation atAlice = established(alice, bob);

      assertThat(atAlice.currentKey()).isEmpty();
      assertThat(atAlice.send("hi").generation()).isEqualTo(1);
    }
  }

  @Test
  void aPartnerWithoutAPublicKeyIsNamed() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment();
        AoClient alice = client(deployment, "dev-3.json");
        AoClient bob = client(deployment, "dev-4.json")) {
      Registry registry = registry(alice);
      Handle other = registry(bob).register("bob", Json.object());
      Handle own = registry.register("alice", Json.object());

      assertThatThrownBy(() -> registry.establish(own, other.name()).rotate())
          .hasMessageContaining("bob has no RSA pubkey");
    }
  }

  @Test
  void walletsThatCannotSealTalkThroughTheirDevices() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment();
        AoClient carol = new AoClient(deployment.uri(), WalletType.ED25519.create());
        AoClient dave = new AoClient(deployment.uri(), WalletType.ETHEREUM.create())) {
      Handle own = registry(carol).register("carol", Json.object());
      Handle other = registry(dave).register("dave", Json.object());
      other.addDevice();
      Conversation atCarol = registry(carol).establish(own, other.name());
      Conversation atDave = other.conversation(atCarol.session(), own.name());

      StoredMessage stored = atCarol.awaitStored(atCarol.send("without any RSA"), 0);

      assertThat(atDave.verdict(stored)).isInstanceOf(Verdict.Verified.class);
      assertThat(atDave.open(stored)).isEqualTo("without any RSA");
    }
  }

  @Test
  void withoutATrustThereAreNoConversations() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment();
        AoClient alice = client(deployment, "dev-3.json")) {
      Handle own = Registry.of(alice, IMPATIENT).register("alice", Json.object());

      assertThatThrownBy(() -> own.conversation("s", own.name()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("give one to Registry.of");
    }
  }

  private Registry registry(AoClient client) throws IOException, InterruptedException {
    Trust trust = Trust.open(folder.resolve(client.wallet().address()));
    return Registry.of(client, IMPATIENT, trust);
  }

  private static AoClient client(FakeDeployment deployment, String wallet) throws IOException {
    return new AoClient(deployment.uri(), WalletFile.load(WALLETS.resolve(wallet)));
  }

  private Conversation established(AoClient alice, AoClient bob)
      throws IOException, InterruptedException {
    Handle other = register(bob, "bob");
    return registry(alice).establish(register(alice, "alice"), other.name());
  }

  private Handle register(AoClient client, String name) throws IOException, InterruptedException {
    String pubkey = ((RsaWallet) client.wallet()).pubkey();
    Handle handle = registry(client).register(name, Json.object().put("pubkey", pubkey));
    handle.addDevice();
    return handle;
  }
}
