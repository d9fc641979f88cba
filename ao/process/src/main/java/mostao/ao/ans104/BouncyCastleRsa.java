package mostao.ao.ans104;

import java.math.BigInteger;
import java.security.interfaces.RSAPrivateCrtKey;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.util.BigIntegers;

/** RSA everywhere. */
final class BouncyCastleRsa implements RsaEngine {
  @Override
  public String name() {
    return "Bouncy Castle";
  }

  @Override
  public byte[] raise(byte[] modulus, byte[] block) {
    // "Internal" skips a primality test of every modulus, which costs more than the signature does
    // and says nothing about it.
    RSAKeyParameters key = new RSAKeyParameters(false, new BigInteger(1, modulus), EXPONENT, true);
    RSAEngine engine = new RSAEngine();
    engine.init(false, key);
    return padded(engine.processBlock(block, 0, block.length));
  }

  @Override
  public RSAPrivateCrtKey own(RSAPrivateCrtKey key) {
    return key;
  }

  @Override
  public byte[] lower(RSAPrivateCrtKey key, byte[] block) {
    RSABlindedEngine engine = new RSABlindedEngine();
    engine.init(
        true,
        new RSAPrivateCrtKeyParameters(
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrimeP(),
            key.getPrimeQ(),
            key.getPrimeExponentP(),
            key.getPrimeExponentQ(),
            key.getCrtCoefficient()));
    return padded(engine.processBlock(block, 0, block.length));
  }

  private static byte[] padded(byte[] number) {
    return BigIntegers.asUnsignedByteArray(BLOCK, new BigInteger(1, number));
  }
}
