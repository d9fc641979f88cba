package mostao.client.demo;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import mostao.ao.process.Json;
import mostao.client.chat.Handle;
import mostao.client.chat.Registry;
import mostao.client.http.AoClient;
import mostao.client.trust.Trust;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletFile;
import mostao.client.wallet.WalletType;

/**
 * One side of the demo.
 *
 * @param wallet of its own, kept between runs
 * @param trust its device and pins, kept beside the wallet
 */
record Participant(String name, RsaWallet wallet, boolean newWallet, AoClient client, Trust trust)
    implements AutoCloseable {

  /** With the wallet of an earlier run, or a new one. */
  static Participant of(String name, DemoSettings settings)
      throws IOException, InterruptedException {
    Path file = settings.wallets().resolve(name + ".json");
    boolean made = !Files.exists(file);
    RsaWallet wallet = made ? make(file) : load(file);
    return new Participant(
        name,
        wallet,
        made,
        new AoClient(settings.gateway(), wallet, settings.http()),
        Trust.open(settings.wallets().resolve(name + ".state")));
  }

  private static RsaWallet make(Path file) throws IOException {
    Wallet made = WalletType.RSA.create();
    try {
      WalletFile.save(made, file);
      return (RsaWallet) made;
    } catch (FileAlreadyExistsException otherDemo) {
      return load(file);
    }
  }

  private static RsaWallet load(Path file) throws IOException {
    if (WalletFile.load(file) instanceof RsaWallet rsa) {
      return rsa;
    }
    throw new IOException(file + " is not an RSA wallet, which the demo needs for session keys");
  }

  /** Registers the name, or finds it registered, and sets the profile with the public key. */
  Handle register(DemoSettings settings) throws IOException, InterruptedException {
    Registry registry = registry(settings);
    Handle handle = registry.register(name, Json.object().put("pubkey", wallet.pubkey()));
    handle.updateProfile(
        Json.object()
            .put("name", Character.toUpperCase(name.charAt(0)) + name.substring(1))
            .put("bio", "Made by the demo.")
            .put("pubkey", wallet.pubkey()));
    handle.addDevice();
    return handle;
  }

  Registry registry(DemoSettings settings) throws IOException, InterruptedException {
    return Registry.of(client, settings.patience(), trust);
  }

  @Override
  public void close() {
    client.close();
  }
}
