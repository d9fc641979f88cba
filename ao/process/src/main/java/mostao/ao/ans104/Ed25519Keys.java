package mostao.ao.ans104;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Plain Ed25519, the primitive under types 2, 4, 5 and 6. */
final class Ed25519Keys {
  static final int KEY = Ed25519.PUBLIC_KEY_SIZE;
  static final int SIGNATURE = Ed25519.SIGNATURE_SIZE;

  private Ed25519Keys() {}

  /**
   * Verifies by R13: s below the group order, the key canonical, on the curve and not of small
   * order.
   */
  static boolean verifies(
      byte[] signature, int signatureAt, byte[] key, int keyAt, byte[] message) {
    return Ed25519.verify(signature, signatureAt, key, keyAt, message, 0, message.length);
  }

  /** True when R13 admits the key at all, so that a refusal can say what is wrong. */
  static boolean isKey(byte[] key, int keyAt) {
    return Ed25519.validatePublicKeyPartial(key, keyAt);
  }

  static byte[] seed(byte[] seed) {
    if (seed.length != Ed25519.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException(
          "an Ed25519 seed has " + Ed25519.SECRET_KEY_SIZE + " bytes, not " + seed.length);
    }
    return seed.clone();
  }

  static byte[] publicKey(byte[] seed) {
    byte[] key = new byte[KEY];
    Ed25519.generatePublicKey(seed, 0, key, 0);
    return key;
  }

  static byte[] sign(byte[] seed, byte[] publicKey, byte[] message) {
    byte[] signature = new byte[SIGNATURE];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }
}
