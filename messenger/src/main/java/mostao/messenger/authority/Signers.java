package mostao.messenger.authority;

import java.nio.file.Path;
import mostao.ao.ans104.Base64Url;
import mostao.ao.secret.Ed25519KeyFile;
import mostao.ao.signer.ItemSigner;
import mostao.ao.signer.SocketSigner;

/** The authority's signer, as the settings name it. */
public final class Signers {
  private static final String KEY_FILE = "mostao.authority.key-file";
  private static final String SOCKET = "mostao.authority.socket";
  private static final String ADDRESS = "mostao.authority.address";
  private static final String DEFAULT_KEY_FILE = "authority.json";

  private Signers() {}

  /**
   * A signer; one behind a socket is not asked yet, because it may come later.
   *
   * @throws IllegalArgumentException naming the settings that contradict each other, or the one
   *     that misses
   */
  public static ItemSigner of(AuthoritySettings settings) {
    settings
        .address()
        .filter(address -> !Base64Url.isId(address))
        .ifPresent(
            address -> {
              throw new IllegalArgumentException(
                  ADDRESS + " is '" + address + "'; an address has 43 base64url characters");
            });
    return settings.socket().isPresent() ? behindSocket(settings) : withKeyFile(settings);
  }

  private static ItemSigner behindSocket(AuthoritySettings settings) {
    if (settings.keyFile().isPresent()) {
      throw new IllegalArgumentException(
          KEY_FILE
              + " and "
              + SOCKET
              + " are both set; the key is either in a file or with a signer, so set one of them");
    }
    String address =
        settings
            .address()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        ADDRESS
                            + " is not set; with "
                            + SOCKET
                            + " set it to the authority's address, which the signer prints, so that"
                            + " no signer with another key is taken for it"));
    if (settings.inFlight() < 1 || settings.inFlight() > SocketSigner.MOST_IN_FLIGHT) {
      throw new IllegalArgumentException(
          "mostao.authority.in-flight is "
              + settings.inFlight()
              + "; it can be 1 to "
              + SocketSigner.MOST_IN_FLIGHT);
    }
    if (settings.timeout().isZero() || settings.timeout().isNegative()) {
      throw new IllegalArgumentException(
          "mostao.authority.timeout is " + settings.timeout() + "; it must be longer than nothing");
    }
    return new SocketSigner(
        Path.of(settings.socket().orElseThrow()),
        address,
        new SocketSigner.Settings(settings.timeout(), settings.inFlight()));
  }

  private static ItemSigner withKeyFile(AuthoritySettings settings) {
    String file = settings.keyFile().orElse(DEFAULT_KEY_FILE);
    ItemSigner signer =
        ItemSigner.of(
            new Ed25519KeyFile("the authority's key file (" + KEY_FILE + ")", Path.of(file))
                .open());
    settings
        .address()
        .filter(address -> !address.equals(signer.address()))
        .ifPresent(
            address -> {
              throw new IllegalArgumentException(
                  KEY_FILE
                      + " "
                      + file
                      + " has the key of "
                      + signer.address()
                      + ", and "
                      + ADDRESS
                      + " is "
                      + address
                      + "; put the deployment's key there, or correct the address");
            });
    return signer;
  }
}
