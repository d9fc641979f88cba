package mostao.e2e.scaling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.secret.Ed25519KeyFile;
import mostao.ao.signer.SignerServer;
import mostao.ao.signer.SigningRules;

/**
 * The authority's signer behind a socket, for one messenger, as a key management service that takes
 * its time for each signature: it waits, it does not compute.
 */
final class SlowSigner implements AutoCloseable {
  private static final SignerServer.Settings SETTINGS =
      new SignerServer.Settings(8, Duration.ofSeconds(30));

  private final Path folder;
  private final SignerServer server;
  private final String address;

  private SlowSigner(Path folder, SignerServer server, String address) {
    this.folder = folder;
    this.server = server;
    this.address = address;
  }

  /** A socket's path may have a hundred characters, so it is not below the data. */
  static SlowSigner open(Path keyFile, Duration each) throws IOException {
    Ed25519Signer key = new Ed25519KeyFile("the authority's key file", keyFile).open();
    SigningRules rules = new SigningRules(key.address());
    Path folder = Files.createTempDirectory("signer");
    return new SlowSigner(
        folder,
        SignerServer.open(
            folder.resolve("s"),
            key,
            item -> {
              pause(each);
              return rules.refusal(item);
            },
            SETTINGS,
            new Silent()),
        key.address());
  }

  private static void pause(Duration each) {
    long end = System.nanoTime() + each.toNanos();
    for (long left = each.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  Path socket() {
    return server.socket();
  }

  String address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(folder);
  }

  /** What was refused would be missing in the end, which the load tool tells. */
  private static final class Silent implements SignerServer.Journal {
    @Override
    public void decided(DataItem item, Optional<String> refusal) {
      // Nobody reads it.
    }

    @Override
    public void closed(String why) {
      // A messenger that stops.
    }
  }
}
