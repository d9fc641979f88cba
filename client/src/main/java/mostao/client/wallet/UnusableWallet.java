package mostao.client.wallet;

import java.io.IOException;

/** A file that holds no wallet we can use; the message names the file and says why. */
public final class UnusableWallet extends IOException {
  private static final long serialVersionUID = 1L;

  UnusableWallet(String source, String reason) {
    super(source + " is not a usable wallet: " + reason);
  }
}
