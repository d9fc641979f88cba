package mostao.ao.ans104;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** The hash functions of ANS-104, each call on its own state, so from any thread. */
final class Hashes {
  static final int SHA256_LENGTH = 32;
  static final int SHA384_LENGTH = 48;
  static final int KECCAK256_LENGTH = 32;

  // Copied, since looking for a provider takes as long as hashing what is short.
  private static final MessageDigest SHA256 = digest("SHA-256");
  private static final MessageDigest SHA384 = digest("SHA-384");

  private Hashes() {}

  static MessageDigest sha256() {
    return copy(SHA256);
  }

  static MessageDigest sha384() {
    return copy(SHA384);
  }

  private static MessageDigest copy(MessageDigest unused) {
    try {
      return (MessageDigest) unused.clone();
    } catch (CloneNotSupportedException ofAnotherProvider) {
      return digest(unused.getAlgorithm());
    }
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
