package mostao.client.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import mostao.ao.process.Json;
import mostao.client.chat.Handle;
import mostao.client.chat.HandleName;
import mostao.client.chat.RefusedException;
import mostao.client.chat.Registry;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.AoClient;
import mostao.client.http.GatewayException;
import mostao.client.terminal.Printable;
import mostao.client.trust.ChangedException;
import mostao.client.trust.NotBelievedException;
import mostao.client.trust.Trust;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.WalletFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who the person at the terminal is: options of every command that acts for a handle. */
final class Person {
  @Option(
      names = "--wallet",
      required = true,
      paramLabel = "JWK",
      description = "File of the wallet that owns the handle.")
  private Path wallet;

  @Option(
      names = "--as",
      paramLabel = "HANDLE",
      description = "The own handle, where the wallet has several.")
  private String as;

  @Mixin private GatewayOption gateway;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Folder of this installation's keys and of what it remembers of others (default: beside"
              + " the wallet, NAME.state for NAME.json).")
  private Path state;

  @Option(
      names = "--accept-change",
      description =
          "Goes on where somebody is not who they were before, and remembers them as they are now.")
  private boolean acceptChange;

  /**
   * The person, at a gateway.
   *
   * @param handle the own one
   */
  record Present(AoClient client, Registry registry, Handle handle) implements AutoCloseable {
    HandleName find(String name) throws IOException, InterruptedException {
      String plain = name.startsWith("@") ? name.substring(1) : name;
      return registry.find(plain).orElseThrow(() -> new IOException("nobody is called " + plain));
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /**
   * A name for the wallet. With an RSA wallet's key in the profile, old clients can seal for it.
   */
  HandleName register(String name) throws IOException, InterruptedException {
    try (AoClient client = client()) {
      ObjectNode profile = Json.object();
      if (client.wallet() instanceof RsaWallet rsa) {
        profile.put("pubkey", rsa.pubkey());
      }
      return registry(client).register(name, profile).name();
    }
  }

  private AoClient client() throws IOException {
    return new AoClient(gateway.url(), WalletFile.load(wallet));
  }

  private Registry registry(AoClient client) throws IOException, InterruptedException {
    Trust trust = Trust.open(folder());
    return Registry.of(client, WaitPolicy.DEFAULT, acceptChange ? trust.acceptingChange() : trust);
  }

  Present arrive() throws IOException, InterruptedException {
    AoClient client = client();
    try {
      Registry registry = registry(client);
      return new Present(client, registry, registry.handle(own(registry, client)));
    } catch (IOException | InterruptedException failed) {
      client.close();
      throw failed;
    }
  }

  private Path folder() {
    if (state != null) {
      return state;
    }
    Path name = wallet.toAbsolutePath().getFileName();
    return wallet
        .toAbsolutePath()
        .resolveSibling(name.toString().replaceAll("\\.json$", "") + ".state");
  }

  private HandleName own(Registry registry, AoClient client)
      throws IOException, InterruptedException {
    String address = client.wallet().address();
    List<HandleName> names = registry.namesOf(address);
    if (as != null) {
      return names.stream()
          .filter(name -> name.name().equalsIgnoreCase(as))
          .findFirst()
          .orElseThrow(() -> new IOException("wallet " + address + " has no handle " + as));
    }
    if (names.size() != 1) {
      throw new IOException(
          names.isEmpty()
              ? "wallet "
                  + address
                  + " has no handle; register one: ./mostao register NAME --wallet FILE"
              : "wallet " + address + " has " + names.size() + " handles; choose one with --as");
    }
    return names.get(0);
  }

  /** Says why it could not be done; the exit code. */
  int failed(IOException failure, PrintWriter err) {
    if (failure instanceof ChangedException changed) {
      changed.changes().forEach(change -> err.println("CHANGED: " + Printable.of(change) + "."));
      err.println(
          "Nothing was sent. Ask the person in another way; if all is well, go on with"
              + " --accept-change.");
    } else if (failure instanceof NotBelievedException) {
      err.println("NOT BELIEVED: " + Printable.of(failure.getMessage()) + ". Nothing was sent.");
    } else if (failure instanceof RefusedException refused) {
      err.println(Printable.of(refused.code() + ": " + refused.sentence()));
    } else if (failure instanceof GatewayException refused) {
      err.println("The gateway says: " + Printable.of(refused.sentence()));
    } else {
      err.println(Printable.of(WalletCommand.said(failure, wallet)));
    }
    err.flush();
    return 1;
  }
}
