package mostao.gateway.stack;

import java.util.Arrays;
import mostao.ao.ans104.Ed25519Signer;

/** Wallets with fixed keys. */
public final class TestWallets {
  private TestWallets() {}

  /** The wallet with this number: always the same key. */
  public static Ed25519Signer signer(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return new Ed25519Signer(seed);
  }
}
