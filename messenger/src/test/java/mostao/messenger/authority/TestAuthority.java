package mostao.messenger.authority;

import java.util.Arrays;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.kafka.directory.Deployment;

/** Wallets with fixed keys. */
public final class TestAuthority {
  /** Address of the scheduler's key. */
  public static final String SCHEDULER = signer(2).address();

  private TestAuthority() {}

  public static Authority authority() {
    return new Authority(signer(1));
  }

  public static Deployment deployment() {
    return FixedItems.of(authority(), SCHEDULER);
  }

  /** A wallet that is the authority only for 1. */
  public static Ed25519Signer signer(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return new Ed25519Signer(seed);
  }
}
