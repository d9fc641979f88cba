package mostao.ao.ans104;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateCrtKey;

/**
 * The bare RSA operation on 4096-bit blocks of 512 bytes, no padding. Thread-safe.
 *
 * <p>The padding is ours ({@link Pss}), because ready-made PSS verifiers want to know the salt
 * length beforehand and an item may have any.
 */
interface RsaEngine {
  /** Bytes of a modulus, a block and a signature. */
  int BLOCK = 512;

  /** The only public exponent of ANS-104. */
  BigInteger EXPONENT = BigInteger.valueOf(65537);

  /** The fastest engine that works on this machine. */
  static RsaEngine fastest() {
    return CorrettoRsa.INSTANCE
        .<RsaEngine>map(corretto -> corretto)
        .orElseGet(BouncyCastleRsa::new);
  }

  /** Which library this is, for the log. */
  String name();

  /**
   * block^65537 mod n.
   *
   * @param modulus 512 bytes, odd, top bit set
   * @param block 512 bytes, as a number below the modulus
   */
  byte[] raise(byte[] modulus, byte[] block) throws GeneralSecurityException;

  /** The key in the form this engine is fast with, for {@link #lower}. */
  RSAPrivateCrtKey own(RSAPrivateCrtKey key) throws GeneralSecurityException;

  /**
   * block^d mod n with blinding.
   *
   * @param key one that {@link #own} gave
   */
  byte[] lower(RSAPrivateCrtKey key, byte[] block) throws GeneralSecurityException;
}
