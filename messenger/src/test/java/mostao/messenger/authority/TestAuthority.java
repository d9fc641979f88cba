package mostao.messenger.authority;

import java.util.Arrays;
import mostao.ao.ans104.Ed25519Signer;

/** Wallets with fixed keys. */
public final class TestAuthority {
  private TestAuthority() {}

  public static Deployment deployment() {
    return new Deployment(new Authority(signer(1)));
  }

  /** The authority of another deployment. */
  public static Authority other() {
    return new Authority(signer(3));
  }

  /** A wallet that is the authority only for 1. */
  public static Ed25519Signer signer(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return new Ed25519Signer(seed);
  }
}
