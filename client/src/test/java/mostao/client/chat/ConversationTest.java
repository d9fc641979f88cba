package mostao.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.fake.FakeDeployment;
import mostao.client.fake.FakeDeployment.Fault;
import mostao.client.http.AoClient;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.WalletFile;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConversationTest {
  private static final Path WALLETS =
      Path.of(System.getProperty("mostao.root"), "e2e", "node", "wallets");
  private static final WaitPolicy IMPATIENT =
      new WaitPolicy(Duration.ofMillis(700), Duration.ofMillis(2), Duration.ofMillis(20));

  @Test
  void whatOneSendsTheOtherReadsAndOpens() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment();
        AoClient alice = client(deployment, "dev-3.json");
        AoClient bob = client(deployment, "dev-4.json")) {
      Conversation atAlice = established(alice, bob);
      atAlice.rotate();
      Conversation atBob =
          Registry.of(bob, IMPATIENT)
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
          Registry.of(bob, IMPATIENT)
              .handle(atAlice.other())
              .conversation(session, atAlice.own().name());
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
  void withoutAKeyNothingIsSent() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment();
        AoClient alice = client(deployment, "dev-3.json");
        AoClient bob = client(deployment, "dev-4.json")) {
      Conversation atAlice = established(alice, bob);

      assertThatThrownBy(() -> atAlice.send("hi")).hasMessageContaining("has no key yet");
      assertThat(deployment.traffic()).doesNotContain("SendMessage");
    }
  }

  @Test
  void aPartnerWithoutAPublicKeyIsNamed() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment();
        AoClient alice = client(deployment, "dev-3.json");
        AoClient bob = client(deployment, "dev-4.json")) {
      Registry registry = Registry.of(alice, IMPATIENT);
      Handle other = Registry.of(bob, IMPATIENT).register("bob", Json.object());
      Handle own = registry.register("alice", Json.object());

      assertThatThrownBy(() -> registry.establish(own, other.name()).rotate())
          .hasMessageContaining("bob has no RSA pubkey");
    }
  }

  @Test
  void aWalletThatCannotOpenKeysHasNoConversations() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment();
        AoClient carol = new AoClient(deployment.uri(), WalletType.ED25519.create())) {
      Registry registry = Registry.of(carol, IMPATIENT);
      Handle own = registry.register("carol", Json.object());

      assertThatThrownBy(() -> own.conversation("s", own.name()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ed25519");
    }
  }

  private static AoClient client(FakeDeployment deployment, String wallet) throws IOException {
    return new AoClient(deployment.uri(), WalletFile.load(WALLETS.resolve(wallet)));
  }

  private static Conversation established(AoClient alice, AoClient bob)
      throws IOException, InterruptedException {
    Handle other = register(bob, "bob");
    return Registry.of(alice, IMPATIENT).establish(register(alice, "alice"), other.name());
  }

  private static Handle register(AoClient client, String name)
      throws IOException, InterruptedException {
    String pubkey = ((RsaWallet) client.wallet()).pubkey();
    return Registry.of(client, IMPATIENT).register(name, Json.object().put("pubkey", pubkey));
  }
}
