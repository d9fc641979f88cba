package mostao.ao.ans104;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import org.bouncycastle.util.BigIntegers;

/** Type 1: RSA-4096, PSS with a salt of 32 bytes, which every verifier accepts. */
public final class RsaSigner implements Signer {
  /** Salt length in bytes. */
  static final int SALT = 32;

  private final RSAPrivateCrtKey key;
  private final byte[] modulus;
  private final RsaEngine engine;
  private final int saltLength;
  private final SecureRandom random = new SecureRandom();

  private RsaSigner(RSAPrivateCrtKey key, byte[] modulus, RsaEngine engine, int saltLength) {
    this.key = key;
    this.modulus = modulus;
    this.engine = engine;
    this.saltLength = saltLength;
  }

  /**
   * A signer of this key, or the refusal of a key that isn't RSA-4096 with exponent 65537, or whose
   * numbers don't belong together.
   */
  public static Reading<RsaSigner> of(RSAPrivateCrtKey key) {
    return of(key, RsaEngine.fastest(), SALT);
  }

  /** As {@link #of(RSAPrivateCrtKey)}, from the numbers of a JWK in its order. */
  public static Reading<RsaSigner> of(
      BigInteger n,
      BigInteger e,
      BigInteger d,
      BigInteger p,
      BigInteger q,
      BigInteger dp,
      BigInteger dq,
      BigInteger qi) {
    try {
      RSAPrivateCrtKeySpec spec = new RSAPrivateCrtKeySpec(n, e, d, p, q, dp, dq, qi);
      return of((RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec));
    } catch (GeneralSecurityException broken) {
      return inconsistent();
    }
  }

  static Reading<RsaSigner> of(RSAPrivateCrtKey key, RsaEngine engine, int saltLength) {
    BigInteger n = key.getModulus();
    if (n.bitLength() != 8 * RsaEngine.BLOCK) {
      return Reading.refused(
          "R12", "the RSA modulus has " + n.bitLength() + " bits; expected 4096");
    }
    if (!key.getPublicExponent().equals(RsaEngine.EXPONENT)) {
      return Reading.refused(
          "R12", "the RSA exponent is " + key.getPublicExponent() + "; expected 65537");
    }
    byte[] modulus = BigIntegers.asUnsignedByteArray(RsaEngine.BLOCK, n);
    byte[] probe = Pss.encode(new byte[Hashes.SHA384_LENGTH], new byte[SALT]);
    try {
      RSAPrivateCrtKey own = engine.own(key);
      return Arrays.equals(engine.raise(modulus, engine.lower(own, probe)), probe)
          ? Reading.ok(new RsaSigner(own, modulus, engine, saltLength))
          : inconsistent();
    } catch (GeneralSecurityException | RuntimeException broken) {
      return inconsistent();
    }
  }

  private static <T> Reading<T> inconsistent() {
    return Reading.refused(
        "R12",
        "the numbers of the RSA key don't belong together; a signature of it doesn't verify");
  }

  @Override
  public SignatureType type() {
    return SignatureType.ARWEAVE;
  }

  @Override
  public byte[] ownerKey() {
    return modulus.clone();
  }

  @Override
  public byte[] sign(byte[] deepHash) {
    byte[] salt = new byte[saltLength];
    random.nextBytes(salt);
    try {
      return engine.lower(key, Pss.encode(deepHash, salt));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that signed before no longer does", e);
    }
  }
}
