package mostao.ao.ans104;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * ECDSA with key recovery as Ethereum does it, one encoding per signature (R14). Secrets go through
 * Bouncy Castle alone; public values, in verification, through {@link Secp256k1Sum}.
 */
final class Secp256k1 {
  static final int SCALAR = 32;
  static final int POINT = 65;
  static final int SIGNATURE = 65;

  private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");
  private static final ECPoint G = PARAMETERS.getG();
  static final Secp256k1Point GENERATOR =
      new Secp256k1Point(G.getAffineXCoord().toBigInteger(), G.getAffineYCoord().toBigInteger());
  static final BigInteger N = PARAMETERS.getN();
  private static final BigInteger HALF_N = N.shiftRight(1);
  private static final int UNCOMPRESSED = 4;
  private static final int V_EVEN = 27;

  private Secp256k1() {}

  /**
   * r, s and whether the nonce point's y is odd, in the ranges of R14.
   *
   * @param odd what v says
   */
  record Signature(BigInteger r, BigInteger s, boolean odd) {}

  static Reading<Signature> read(byte[] signature) {
    BigInteger r = number(signature, 0, SCALAR);
    BigInteger s = number(signature, SCALAR, SCALAR);
    int v = signature[2 * SCALAR] & 0xff;
    if (v != V_EVEN && v != V_EVEN + 1) {
      return Reading.refused("R14", "the recovery byte v is " + v + "; expected 27 or 28");
    }
    if (r.signum() == 0 || r.compareTo(N) >= 0 || s.signum() == 0 || s.compareTo(N) >= 0) {
      return Reading.refused("R14", "r or s is out of range; expected 1 to the group order less 1");
    }
    if (s.compareTo(HALF_N) > 0) {
      return Reading.refused("R14", "s is in the upper half of its range; expected the lower half");
    }
    return Reading.ok(new Signature(r, s, v == V_EVEN + 1));
  }

  /**
   * Why the signature isn't one of this key, or empty when it is: the nonce point that the key
   * gives must have the r and the parity of the signature, which is so exactly when recovery gives
   * this key.
   *
   * @param key 65 bytes
   */
  static Optional<Refusal> mismatch(Signature signature, byte[] digest, byte[] key) {
    if (key[0] != UNCOMPRESSED) {
      return Optional.of(
          new Refusal(
              "R14", "the owner starts with " + key[0] + "; an uncompressed point starts with 4"));
    }
    Optional<Secp256k1Point> owner =
        Secp256k1Point.of(number(key, 1, SCALAR), number(key, 1 + SCALAR, SCALAR));
    if (owner.isEmpty()) {
      return Optional.of(new Refusal("R14", "the owner is not a point of secp256k1"));
    }
    BigInteger inverse = BigIntegers.modOddInverseVar(N, signature.s());
    BigInteger u1 = new BigInteger(1, digest).multiply(inverse).mod(N);
    BigInteger u2 = signature.r().multiply(inverse).mod(N);
    // An x at or above the group order is no r: v has no room to say so.
    boolean same =
        Secp256k1Sum.of(u1, u2, owner.get())
            .filter(nonce -> nonce.x().equals(signature.r()))
            .filter(nonce -> nonce.y().testBit(0) == signature.odd())
            .isPresent();
    return same
        ? Optional.empty()
        : Optional.of(new Refusal("R14", "the signature is not one of the owner over this item"));
  }

  /** The key that made the signature, 65 bytes, if any can have. */
  static Optional<byte[]> recover(Signature signature, byte[] digest) {
    BigInteger inverse = BigIntegers.modOddInverseVar(N, signature.r());
    BigInteger g = new BigInteger(1, digest).negate().multiply(inverse).mod(N);
    BigInteger k = signature.s().multiply(inverse).mod(N);
    return Secp256k1Point.of(signature.r(), signature.odd())
        .flatMap(nonce -> Secp256k1Sum.of(g, k, nonce))
        .map(Secp256k1::encoded);
  }

  static BigInteger secret(byte[] secret) {
    BigInteger d = new BigInteger(1, secret);
    if (secret.length != SCALAR || d.signum() == 0 || d.compareTo(N) >= 0) {
      throw new IllegalArgumentException(
          "a secp256k1 key has 32 bytes, above 0 and below the group order");
    }
    return d;
  }

  /** The uncompressed point of a secret, 65 bytes. */
  static byte[] publicKey(BigInteger secret) {
    return new FixedPointCombMultiplier().multiply(G, secret).normalize().getEncoded(false);
  }

  /** Signs with the nonce of RFC 6979 and s in the lower half. */
  static byte[] sign(BigInteger secret, byte[] digest) {
    HMacDSAKCalculator nonces = new HMacDSAKCalculator(new SHA256Digest());
    nonces.init(N, secret, digest);
    BigInteger e = new BigInteger(1, digest);
    while (true) {
      BigInteger k = nonces.nextK();
      ECPoint nonce = new FixedPointCombMultiplier().multiply(G, k).normalize();
      BigInteger r = nonce.getAffineXCoord().toBigInteger();
      BigInteger s = BigIntegers.modOddInverse(N, k).multiply(e.add(secret.multiply(r))).mod(N);
      // v has no room for an r at or above the group order; both cases are as good as impossible.
      if (r.signum() == 0 || r.compareTo(N) >= 0 || s.signum() == 0) {
        continue;
      }
      boolean high = s.compareTo(HALF_N) > 0;
      boolean odd = nonce.getAffineYCoord().testBitZero() != high;
      byte[] out = new byte[SIGNATURE];
      BigIntegers.asUnsignedByteArray(r, out, 0, SCALAR);
      BigIntegers.asUnsignedByteArray(high ? N.subtract(s) : s, out, SCALAR, SCALAR);
      out[2 * SCALAR] = (byte) (odd ? V_EVEN + 1 : V_EVEN);
      return out;
    }
  }

  private static BigInteger number(byte[] bytes, int from, int length) {
    return new BigInteger(1, bytes, from, length);
  }

  private static byte[] encoded(Secp256k1Point point) {
    byte[] encoded = new byte[POINT];
    encoded[0] = UNCOMPRESSED;
    BigIntegers.asUnsignedByteArray(point.x(), encoded, 1, SCALAR);
    BigIntegers.asUnsignedByteArray(point.y(), encoded, 1 + SCALAR, SCALAR);
    return encoded;
  }
}
