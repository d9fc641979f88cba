package mostao.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Signer;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.envelope.KeyChain;
import mostao.client.envelope.Verdict;
import mostao.client.envelope.Verdict.Reason;
import mostao.client.fake.Lie;
import mostao.client.http.AoClient;
import mostao.client.trust.ChangedException;
import mostao.client.trust.NotBelievedException;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every lie of a server is found out; the tests are named after the attacks in THREATS.md. */
@Timeout(120)
class LyingServerTest {
  @TempDir private Path folder;

  private Scene scene;
  private Conversation atAlice;

  /** Alice said one thing and bob three, all under one key. */
  @BeforeEach
  void conversation() throws Exception {
    scene = new Scene(folder);
    atAlice = scene.established();
    atAlice.send("alice 1");
    Conversation atBob = scene.atBob(atAlice);
    atBob.send("bob 1");
    atBob.send("bob 2");
    atBob.send("bob 3");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private List<Verdict> read(Conversation side) throws Exception {
    return side.readAll().messages().stream().map(Conversation.Read::verdict).toList();
  }

  private static Reason reason(Verdict verdict) {
    return ((Verdict.Refused) verdict).reason();
  }

  @Test
  void withoutALieEveryMessageIsVerified() throws Exception {
    assertThat(read(atAlice)).hasSize(4).allMatch(v -> v instanceof Verdict.Verified);
    assertThat(read(scene.atBob(atAlice))).hasSize(4).allMatch(v -> v instanceof Verdict.Verified);
    assertThat(scene.atAlice(atAlice).readNew().messages()).isEmpty();
    assertThat(atAlice.readAll().warnings()).isEmpty();
  }

  @Test
  void aRepeatedMessage() throws Exception {
    scene.deployment.lie(Lie.REPLAY);

    List<Verdict> read = read(atAlice);

    assertThat(read).hasSize(5);
    assertThat(reason(read.get(4))).isEqualTo(Reason.REPEATED);
  }

  @Test
  void aRepeatedMessageAfterARestart() throws Exception {
    atAlice.readNew();
    scene.deployment.lie(Lie.REPLAY);

    List<Conversation.Read> read = scene.atAlice(atAlice).readAll().messages();

    assertThat(reason(read.get(4).verdict())).isEqualTo(Reason.REPEATED);
  }

  @Test
  void reorderedMessages() throws Exception {
    scene.deployment.lie(Lie.REORDER);

    List<Verdict> read = read(atAlice);

    assertThat(reason(read.get(2))).isEqualTo(Reason.REORDERED);
    assertThat(reason(read.get(3))).isEqualTo(Reason.REORDERED);
  }

  @Test
  void aMessageDroppedFromTheMiddle() throws Exception {
    scene.deployment.lie(Lie.DROP);

    List<Verdict> read = read(atAlice);

    assertThat(read).hasSize(3);
    assertThat(reason(read.get(2))).isEqualTo(Reason.GAP);
    assertThat(read.get(2).readable().orElseThrow().body()).isEqualTo("bob 3");
  }

  @Test
  void messagesThatWereReadAndAreGone() throws Exception {
    assertThat(atAlice.readNew().messages()).hasSize(4);
    scene.deployment.lie(Lie.TRUNCATE);

    assertThat(scene.atAlice(atAlice).readAll().warnings())
        .anyMatch(warning -> warning.contains("that were here before are gone"));
  }

  @Test
  void theLastMessagesUnderAKeyDropped() throws Exception {
    Conversation atBob = scene.atBob(atAlice);
    atBob.rotate();
    atBob.send("bob 4");
    // The counter starts anew with a key and shows no gap; the chain of hashes goes on.
    scene.deployment.lie(Lie.DROP_BEFORE_ROTATION);

    List<Verdict> read = read(scene.atAlice(atAlice));

    assertThat(read).hasSize(4);
    assertThat(reason(read.get(3))).isEqualTo(Reason.GAP);
  }

  @Test
  void aMessageShownAsSomebodyElses() throws Exception {
    scene.deployment.lie(Lie.FORGED_SENDER);

    assertThat(reason(read(atAlice).get(0))).isEqualTo(Reason.NOT_THIS_SENDER);
  }

  @Test
  void aChangedMessage() throws Exception {
    scene.deployment.lie(Lie.CHANGED_CONTENT);

    Verdict last = read(atAlice).get(3);

    assertThat(reason(last)).isEqualTo(Reason.CHANGED);
    assertThat(last.readable()).isEmpty();
  }

  @Test
  void aMessageHeldBackUntilItsKeyWasReplaced() throws Exception {
    Conversation atBob = scene.atBob(atAlice);
    atBob.rotate();
    atBob.send("bob 4");
    scene.deployment.lie(Lie.DELAYED);

    List<Verdict> read = read(scene.atAlice(atAlice));

    assertThat(read).hasSize(5);
    assertThat(reason(read.get(4))).isEqualTo(Reason.OLD_GENERATION);
  }

  @Test
  void anotherPublicKeyInTheProfileOfWhoHasDevices() throws Exception {
    scene.deployment.lie(Lie.SWAP_PUBKEY);

    atAlice.rotate();
    atAlice.send("not for mallory");

    String swapped = ((RsaWallet) scene.client("dev-1.json").wallet()).pubkey();
    assertThat(rotations(scene)).isNotEmpty().noneMatch(data -> data.contains(swapped));
  }

  @Test
  void anotherPublicKeyInTheProfileOfWhoHasNone() throws Exception {
    try (Scene plain = new Scene(folder.resolve("plain"))) {
      Handle bob = plain.register(plain.bob, "bob", "bob");
      Handle alice = plain.register(plain.alice, "alice", "alice");
      Conversation talk = plain.registry(plain.alice, "alice").establish(alice, bob.name());
      talk.send("hi");
      plain.deployment.lie(Lie.SWAP_PUBKEY);
      int sent = rotations(plain).size();

      assertThatThrownBy(() -> plain.atAlice(talk).send("not for mallory"))
          .isInstanceOf(ChangedException.class)
          .hasMessageContaining("the RSA key in the profile of bob is another");
      assertThat(rotations(plain)).hasSize(sent);
    }
  }

  @Test
  void aSessionKeyOfTheServersOwn() throws Exception {
    long sent = sends();
    scene.deployment.lie(Lie.SWAP_KEYS);

    // Nor does a client fall for it that sees the session for the first time.
    for (String state : List.of("alice", "anew")) {
      Conversation fresh =
          scene.at(scene.alice, state, atAlice, atAlice.own().name(), atAlice.other());
      assertThatThrownBy(() -> fresh.send("not for mallory"))
          .isInstanceOf(java.io.IOException.class);
    }
    assertThat(sends()).isEqualTo(sent);
  }

  @Test
  void aSessionKeyWithAStatementOfTheServersOwn() throws Exception {
    scene.deployment.lie(Lie.SWAP_KEYS_WITH_STATEMENT);
    Conversation fresh =
        scene.at(scene.alice, "anew", atAlice, atAlice.own().name(), atAlice.other());

    assertThat(fresh.generations())
        .extracting(KeyChain.Link::fault)
        .singleElement()
        .asString()
        .contains("no device");
    assertThat(fresh.currentKey()).isEmpty();
  }

  @Test
  void anotherStatementAboutAKeyThatIsKnown() throws Exception {
    atAlice.readNew();
    scene.deployment.lie(Lie.SWAP_KEYS_WITH_STATEMENT);
    Conversation restarted = scene.atAlice(atAlice);

    assertThat(restarted.currentKey()).isEmpty();
    assertThat(read(restarted)).allMatch(v -> reason(v) == Reason.KEY_NOT_BELIEVED);
  }

  @Test
  void otherOldFieldsBesideATrueStatement() throws Exception {
    scene.deployment.lie(Lie.SWAP_OLD_FIELDS);

    assertThat(read(scene.atAlice(atAlice))).allMatch(v -> v instanceof Verdict.Verified);
  }

  @Test
  void anOldKeyBroughtBack() throws Exception {
    atAlice.rotate();
    long sent = sends();
    scene.deployment.lie(Lie.OLD_GENERATION);

    assertThatThrownBy(() -> scene.atAlice(atAlice).send("not under that"))
        .isInstanceOf(NotBelievedException.class)
        .hasMessageContaining("which was replaced");
    assertThat(sends()).isEqualTo(sent);
  }

  @Test
  void moreKeysThanASessionEverHas() throws Exception {
    scene.deployment.lie(Lie.MANY_GENERATIONS);

    assertThatThrownBy(() -> scene.atAlice(atAlice).readNew())
        .isInstanceOf(NotBelievedException.class)
        .hasMessageContaining("shows 5000 generations");
  }

  @Test
  void anotherOwnerUnderTheSameProcess() throws Exception {
    scene.deployment.lie(Lie.OTHER_OWNER);

    assertThatThrownBy(() -> scene.atAlice(atAlice).send("not for mallory"))
        .isInstanceOf(NotBelievedException.class)
        .hasMessageContaining("another id");
  }

  @Test
  void aRenouncedNameThatSomebodyElseTook() throws Exception {
    scene.registry(scene.bob, "bob").renounce("bob");
    try (AoClient mallory = scene.client("dev-1.json")) {
      scene.register(mallory, "bob", "mallory").addDevice();
    }
    Registry registry = scene.registry(scene.alice, "alice");
    HandleName now = registry.find("bob").orElseThrow();
    Handle own = atAlice.own();

    assertThatThrownBy(() -> registry.establish(own, now).send("bob?"))
        .isInstanceOfSatisfying(
            ChangedException.class,
            changed ->
                assertThat(changed.changes())
                    .anyMatch(change -> change.startsWith("the owner of bob was"))
                    .anyMatch(change -> change.startsWith("the process of bob was")));

    Registry accepting =
        Registry.of(scene.alice, Scene.IMPATIENT, scene.trust("alice").acceptingChange());
    assertThat(accepting.handle(own.name()).meet(now).process()).isEqualTo(now.pid());
    // Once decided, it is the new one that is known.
    assertThat(registry.handle(own.name()).meet(now).process()).isEqualTo(now.pid());
  }

  @Test
  void aDeviceThatTheServerIntroduces() throws Exception {
    scene.deployment.lie(Lie.DEVICE_INTRODUCED);

    var devices = scene.atAlice(atAlice).parties().other().devices();

    assertThat(devices.known()).hasSize(1);
    assertThat(devices.disbelieved()).singleElement().asString().contains("not the owner");
    assertThat(devices.serial()).isEqualTo(1);
  }

  @Test
  void olderDeviceStatements() throws Exception {
    scene.registry(scene.bob, "bob-2").handle(atAlice.other()).addDevice();
    assertThat(scene.atAlice(atAlice).parties().other().devices().believed()).hasSize(2);
    scene.deployment.lie(Lie.LOWER_SERIAL);

    assertThatThrownBy(() -> scene.atAlice(atAlice).send("hi"))
        .isInstanceOf(ChangedException.class)
        .hasMessageContaining("older device statements of bob");
  }

  @Test
  void aDeviceThatIsGone() throws Exception {
    scene.deployment.lie(Lie.DEVICE_GONE);

    assertThatThrownBy(() -> scene.atAlice(atAlice).send("unsigned?"))
        .isInstanceOf(ChangedException.class)
        .hasMessageContaining("is gone without having been revoked");
  }

  @Test
  void anotherAuthority() throws Exception {
    scene.deployment.lie(Lie.OTHER_AUTHORITY);

    assertThatThrownBy(() -> scene.registry(scene.alice, "alice"))
        .isInstanceOf(ChangedException.class)
        .hasMessageContaining("the authority of http://127.0.0.1");
    Registry.of(scene.alice, Scene.IMPATIENT, scene.trust("alice").acceptingChange());
    assertThat(scene.registry(scene.alice, "alice")).isNotNull();
  }

  @Test
  void theSessionOfSomebodyElse() throws Exception {
    try (AoClient carol = scene.client("dev-2.json")) {
      Handle third = scene.register(carol, "carol", "carol");
      scene
          .registry(scene.bob, "bob")
          .establish(scene.registry(scene.bob, "bob").handle(atAlice.other()), third.name());
    }
    scene.deployment.lie(Lie.OTHER_SESSION);
    Conversation other =
        scene.registry(scene.alice, "alice").establish(atAlice.own(), atAlice.other());

    assertThatThrownBy(() -> other.send("not here"))
        .isInstanceOf(NotBelievedException.class)
        .hasMessageContaining("is not the session of alice and bob");
  }

  @Test
  void aRefusalThatAStrangerWrote() throws Exception {
    Conversation.Sent sent = atAlice.send("alice 2");
    Tags guessed = refusal(sent, "x".repeat(43));
    Signer stranger = WalletType.ED25519.create().signer();
    scene.deployment.deliver("alice", stranger.address(), Optional.of(stranger), guessed, "{}");

    assertThat(atAlice.own().refusalOf(sent.relayed(), atAlice.session())).isEmpty();
    assertThat(atAlice.awaitStored(sent, 0).content()).isEqualTo(sent.content());
  }

  @Test
  void aRefusalThatAStrangersProcessWrote() throws Exception {
    Conversation.Sent sent = atAlice.send("alice 2");
    Tags tags = refusal(sent, sent.relayed().id()).and("From-Process", "p".repeat(43));
    scene.deployment.deliver("alice", "p".repeat(43), Optional.empty(), tags, "{}");

    assertThat(atAlice.own().refusalOf(sent.relayed(), atAlice.session())).isEmpty();
  }

  /** The session's own words, which somebody else caused: {@code Reply-To: <victim>}. */
  @Test
  void aRefusalThatAStrangerHadSentToTheVictim() throws Exception {
    Conversation.Sent sent = atAlice.send("alice 2");
    Tags tags = refusal(sent, "s".repeat(43)).and("From-Process", atAlice.session());
    scene.deployment.deliver("alice", atAlice.session(), Optional.empty(), tags, "{}");

    assertThat(atAlice.own().refusalOf(sent.relayed(), atAlice.session())).isEmpty();
  }

  @Test
  void aRefusalThatTheServerMadeUp() throws Exception {
    Conversation.Sent sent = atAlice.send("alice 2");
    Tags tags = refusal(sent, sent.relayed().id()).and("From-Process", atAlice.session());
    Signer server = WalletType.ED25519.create().signer();
    scene.deployment.claim("alice", atAlice.session(), server, tags, "{}");

    assertThat(atAlice.own().refusalOf(sent.relayed(), atAlice.session())).isEmpty();
  }

  @Test
  void theSessionsOwnRefusalIsBelieved() throws Exception {
    Conversation.Sent sent = atAlice.send("alice 2");
    Tags tags = refusal(sent, sent.relayed().id()).and("From-Process", atAlice.session());
    scene.deployment.deliver("alice", atAlice.session(), Optional.empty(), tags, "{}");

    assertThat(atAlice.own().refusalOf(sent.relayed(), atAlice.session()))
        .hasValueSatisfying(refused -> assertThat(refused.code()).isEqualTo("TooLarge"));
  }

  private static Tags refusal(Conversation.Sent sent, String pushedFor) {
    return Tags.of("Action", "SendMessage-Response", "Error", "TooLarge")
        .and(Tags.of("X-Reference", sent.relayed().reference(), "Pushed-For", pushedFor));
  }

  @Test
  void aKeyOfADeviceThatWasRevoked() throws Exception {
    Conversation stolen =
        scene.at(scene.bob, "bob-2", atAlice, atAlice.other(), atAlice.own().name());
    String id = scene.registry(scene.bob, "bob-2").handle(atAlice.other()).addDevice();
    assertThat(stolen.rotate().generation()).isEqualTo(2);
    scene.registry(scene.bob, "bob").handle(atAlice.other()).revokeDevices(List.of(id));

    // She never saw this key while the device was believed.
    Conversation knowing = scene.atAlice(atAlice);
    assertThat(knowing.generations().get(1).fault()).contains("is revoked");
    assertThat(knowing.send("without the thief").generation()).isEqualTo(3);
    assertThatThrownBy(stolen::rotate)
        .isInstanceOf(NotBelievedException.class)
        .hasMessageContaining("was revoked");
  }

  @Test
  void aKeyOfADeviceThatWasRevokedSinceIsReplaced() throws Exception {
    Conversation stolen =
        scene.at(scene.bob, "bob-2", atAlice, atAlice.other(), atAlice.own().name());
    String id = scene.registry(scene.bob, "bob-2").handle(atAlice.other()).addDevice();
    stolen.rotate();
    assertThat(scene.atAlice(atAlice).send("under it").generation()).isEqualTo(2);
    scene.registry(scene.bob, "bob").handle(atAlice.other()).revokeDevices(List.of(id));

    Conversation knowing = scene.atAlice(atAlice);
    assertThat(knowing.send("without the thief").generation()).isEqualTo(3);
    assertThat(knowing.generations()).allMatch(KeyChain.Link::believed);
    // Who comes new learns from the key that follows that this one was good.
    Conversation anew =
        scene.at(scene.alice, "anew", atAlice, atAlice.own().name(), atAlice.other());
    assertThat(anew.generations().get(1).believed()).isTrue();
    assertThat(read(anew)).allMatch(v -> v instanceof Verdict.Verified);
  }

  private long sends() {
    return scene.deployment.traffic().lines().filter(l -> l.contains("\"SendMessage\"")).count();
  }

  private static List<String> rotations(Scene scene) {
    return scene
        .deployment
        .traffic()
        .lines()
        .filter(line -> line.contains("\"RotateSessionKey\""))
        .toList();
  }

  @Test
  void whatIsPinnedIsKept() throws Exception {
    assertThat(Json.parse(java.nio.file.Files.readString(folder.resolve("alice/pins.json"))))
        .hasValueSatisfying(
            pins -> assertThat(pins.path("handles").toString()).contains(atAlice.other().pid()));
  }
}
