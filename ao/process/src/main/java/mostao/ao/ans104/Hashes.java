package mostao.ao.ans104;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** The hash functions of ANS-104, each call on its own state, so from any thread. */
final class Hashes {
  static final int SHA256_LENGTH = 32;
  static final int SHA384_LENGTH = 48;
  static final int KECCAK256_LENGTH = 32;

  private Hashes() {}

  static MessageDigest sha256() {
    return digest("SHA-256");
  }

  static MessageDigest sha384() {
    return digest("SHA-384");
  }

  /** The original Keccak padding, not SHA3-256. */
  static byte[] keccak256(byte[]... parts) {
    KeccakDigest keccak = new KeccakDigest(8 * KECCAK256_LENGTH);
    for (byte[] part : parts) {
      keccak.update(part, 0, part.length);
    }
    byte[] out = new byte[KECCAK256_LENGTH];
    keccak.doFinal(out, 0);
    return out;
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no " + name, e);
    }
  }
}
