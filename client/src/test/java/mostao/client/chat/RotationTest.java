package mostao.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mostao.ao.process.Json;
import mostao.client.envelope.Verdict;
import mostao.client.http.AoClient;
import mostao.client.http.GatewayException;
import mostao.client.seal.PublicKeys;
import mostao.client.seal.SessionKey;
import mostao.client.trust.Devices;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RotationTest {
  @TempDir private Path folder;

  private Scene scene;

  @BeforeEach
  void open() throws Exception {
    scene = new Scene(folder);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Conversation with(Conversation which, KeyPolicy policy) throws Exception {
    return Registry.of(scene.alice, Scene.IMPATIENT, scene.trust("alice"), policy)
        .handle(which.own().name())
        .conversation(which.session(), which.other());
  }

  @Test
  void aKeyThatIsOldIsReplacedByItself() throws Exception {
    Conversation first = scene.established();
    assertThat(first.send("one").generation()).isEqualTo(1);
    Conversation later = with(first, new KeyPolicy(Duration.ZERO, 1000, Duration.ofMinutes(1)));

    assertThat(later.send("two").generation()).isEqualTo(2);
  }

  @Test
  void aKeyThatWasUsedOftenIsReplacedByItself() throws Exception {
    Conversation side =
        with(scene.established(), new KeyPolicy(Duration.ofDays(1), 2, Duration.ofMinutes(1)));

    assertThat(side.send("one").generation()).isEqualTo(1);
    assertThat(side.send("two").generation()).isEqualTo(1);
    assertThat(side.send("three").generation()).isEqualTo(2);
    assertThat(scene.atBob(side).readAll().messages())
        .allMatch(read -> read.verdict() instanceof Verdict.Verified);
  }

  @Test
  void aNewDeviceIsGivenANewKeyAndAWalletOpensWhatWasBefore() throws Exception {
    Conversation first = scene.established();
    first.send("before");
    Conversation second = scene.at(scene.bob, "bob-2", first, first.other(), first.own().name());

    assertThat(second.readAll().messages().get(0).verdict()).isInstanceOf(Verdict.Verified.class);
    assertThat(second.send("from another device").generation()).isEqualTo(2);
    assertThat(first.readAll().messages())
        .allMatch(read -> read.verdict() instanceof Verdict.Verified);
  }

  @Test
  void aTextUnderAKeyThatWasJustReplacedGoesUnderTheNewOneAndLeavesNoGap() throws Exception {
    Conversation atAlice = scene.established();
    atAlice.say("one");
    scene.atBob(atAlice).rotate();

    // She looked for keys a moment ago.
    assertThat(atAlice.say("two").generation()).isEqualTo(2);
    assertThat(scene.atBob(atAlice).readAll().messages())
        .hasSize(2)
        .allMatch(read -> read.verdict() instanceof Verdict.Verified);
  }

  @Test
  void aRevokedDeviceIsGivenNoFurtherKey() throws Exception {
    Conversation first = scene.established();
    String id = scene.registry(scene.bob, "bob-2").handle(first.other()).addDevice();
    first.send("one");
    scene.registry(scene.bob, "bob").handle(first.other()).revokeDevices(List.of(id));

    assertThat(scene.atAlice(first).send("two").generation()).isEqualTo(2);
    String last = scene.deployment.traffic();
    assertThat(last.substring(last.lastIndexOf("RotateSessionKey"))).doesNotContain(id);
  }

  @Test
  void aHandleHasTwentyDevicesAndThoseThatAreRevokedMakeRoom() throws Exception {
    AoClient carol = new AoClient(scene.deployment.uri(), WalletType.ED25519.create());
    Handle first = scene.registry(carol, "c0").register("carol", Json.object());
    first.addDevice();
    String second = "";
    for (int i = 1; i < Devices.MOST; i++) {
      String id = scene.registry(carol, "c" + i).handle(first.name()).addDevice();
      second = i == 1 ? id : second;
    }
    Handle another = scene.registry(carol, "c20").handle(first.name());

    assertThatThrownBy(another::addDevice).hasMessageContaining("can't have more: revoke one");

    first.revokeDevices(List.of(second));
    another.addDevice();
    assertThat(first.self().devices().believed()).hasSize(Devices.MOST);
    carol.close();
  }

  @Test
  void aMessageWhoseAnswerWasLostIsThereOnceAndInOrder() throws Exception {
    Conversation side = scene.established();
    side.send("one");
    scene.deployment.loseAnswers(true);
    assertThatThrownBy(() -> side.send("two")).isInstanceOf(GatewayException.class);
    scene.deployment.loseAnswers(false);

    scene.atAlice(side).send("three");

    List<Conversation.Read> read = scene.atBob(side).readAll().messages();
    assertThat(read)
        .extracting(r -> r.verdict().readable().orElseThrow().body())
        .containsExactly("one", "two", "three");
    assertThat(read).allMatch(r -> r.verdict() instanceof Verdict.Verified);
  }

  @Test
  void aMessageThatWasLostOnItsWayGoesBeforeTheNext() throws Exception {
    Conversation side = scene.established();
    side.send("one");
    scene.deployment.loseItems(true);
    assertThatThrownBy(() -> side.send("two")).isInstanceOf(GatewayException.class);
    scene.deployment.loseItems(false);

    scene.atAlice(side).send("three");

    List<Conversation.Read> read = scene.atBob(side).readAll().messages();
    assertThat(read)
        .extracting(r -> r.verdict().readable().orElseThrow().body())
        .containsExactly("one", "two", "three");
    assertThat(read).allMatch(r -> r.verdict() instanceof Verdict.Verified);
  }

  @Test
  void anOldClientAndOursReadEachOtherUnverified() throws Exception {
    Handle bob = scene.register(scene.bob, "bob", "bob");
    Handle alice = scene.register(scene.alice, "alice", "alice");
    Conversation talk = scene.registry(scene.alice, "alice").establish(alice, bob.name());
    RsaWallet bobs = (RsaWallet) scene.bob.wallet();
    RsaWallet alices = (RsaWallet) scene.alice.wallet();

    // Bob's client knows wallets alone: it makes a key, seals it for both, and signs nothing.
    SessionKey made = SessionKey.create();
    bob.relay(
        talk.session(),
        "RotateSessionKey",
        Json.write(
            Json.object()
                .put(
                    "encrypted_sk_by_a",
                    made.sealFor(PublicKeys.parse(bobs.pubkey()).orElseThrow()))
                .put("pubkey_a", bobs.pubkey())
                .put(
                    "encrypted_sk_by_b",
                    made.sealFor(PublicKeys.parse(alices.pubkey()).orElseThrow()))
                .put("pubkey_b", alices.pubkey())
                .put("generation", 0)));
    bob.relay(
        talk.session(),
        "SendMessage",
        Json.write(Json.object().put("content", made.seal("old hi")).put("generation", 1)));

    Verdict verdict = talk.readAll().messages().get(0).verdict();
    assertThat(verdict).isInstanceOf(Verdict.Unverified.class);
    assertThat(verdict.readable().orElseThrow().body()).isEqualTo("old hi");

    // Ours answers under a key of its own, in the form the other reads.
    Conversation.Sent sent = talk.send("hi old friend");
    assertThat(sent.generation()).isEqualTo(2);
    var row =
        Json.parse(
                scene
                    .bob
                    .provenDryRun(
                        talk.session(), mostao.ao.message.Tags.of("Action", "GetCurrentKeys"), "")
                    .messages()
                    .get(0)
                    .data())
            .orElseThrow()
            .path(0);
    SessionKey atBob = SessionKey.open(row.path("encrypted_sk_by_b").asText(), bobs.privateKey());
    assertThat(row.path("pubkey_b").asText()).isEqualTo(bobs.pubkey());
    assertThat(atBob.open(sent.content())).isEqualTo("hi old friend");
    assertThat(talk.readAll().messages().get(1).verdict()).isInstanceOf(Verdict.Unverified.class);
  }
}
