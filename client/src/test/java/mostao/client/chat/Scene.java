package mostao.client.chat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import mostao.ao.process.Json;
import mostao.client.fake.FakeDeployment;
import mostao.client.http.AoClient;
import mostao.client.http.HttpSettings;
import mostao.client.trust.Trust;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.WalletFile;

/** Alice and bob at a deployment, each with a wallet and a state of their own. */
final class Scene implements AutoCloseable {
  static final WaitPolicy IMPATIENT =
      new WaitPolicy(Duration.ofMillis(300), Duration.ofMillis(2), Duration.ofMillis(20));
  private static final HttpSettings ONCE =
      new HttpSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          1,
          Duration.ofMillis(5),
          Duration.ofMillis(5));
  private static final Path WALLETS =
      Path.of(System.getProperty("mostao.root"), "e2e", "node", "wallets");

  final FakeDeployment deployment = new FakeDeployment();
  final AoClient alice = client("dev-3.json");
  final AoClient bob = client("dev-4.json");
  private final Path folder;

  Scene(Path folder) throws IOException {
    this.folder = folder;
  }

  AoClient client(String wallet) throws IOException {
    return new AoClient(deployment.uri(), WalletFile.load(WALLETS.resolve(wallet)), ONCE);
  }

  Trust trust(String state) throws IOException, InterruptedException {
    return Trust.open(folder.resolve(state));
  }

  Registry registry(AoClient client, String state) throws IOException, InterruptedException {
    return Registry.of(client, IMPATIENT, trust(state));
  }

  /** With the wallet's public key in the profile, and no device yet. */
  Handle register(AoClient client, String name, String state)
      throws IOException, InterruptedException {
    String pubkey = ((RsaWallet) client.wallet()).pubkey();
    return registry(client, state).register(name, Json.object().put("pubkey", pubkey));
  }

  /** Alice's side, both with a device. */
  Conversation established() throws IOException, InterruptedException {
    Handle other = register(bob, "bob", "bob");
    other.addDevice();
    Handle own = register(alice, "alice", "alice");
    own.addDevice();
    return registry(alice, "alice").establish(own, other.name());
  }

  /** A side, as a program finds it that was just started. */
  Conversation at(
      AoClient client, String state, Conversation which, HandleName own, HandleName other)
      throws IOException, InterruptedException {
    return registry(client, state).handle(own).conversation(which.session(), other);
  }

  Conversation atAlice(Conversation which) throws IOException, InterruptedException {
    return at(alice, "alice", which, which.own().name(), which.other());
  }

  Conversation atBob(Conversation which) throws IOException, InterruptedException {
    return at(bob, "bob", which, which.other(), which.own().name());
  }

  @Override
  public void close() {
    alice.close();
    bob.close();
    deployment.close();
  }
}
