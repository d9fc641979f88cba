package mostao.ao.ans104;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;

/** RSA through {@link Corretto}, about twice as fast as Java. */
final class CorrettoRsa implements RsaEngine {
  /** Public keys kept ready; a sender usually comes again, and a ready key saves a third. */
  static final int MAX_READY_KEYS = 1024;

  /** Empty where the native library doesn't load or doesn't compute. */
  static final Optional<CorrettoRsa> INSTANCE = load();

  private final Provider provider;
  private final ReadyKeys readyKeys = new ReadyKeys(MAX_READY_KEYS);

  private CorrettoRsa(Provider provider) {
    this.provider = provider;
  }

  private static Optional<CorrettoRsa> load() {
    try {
      if (Corretto.PROVIDER.isEmpty()) {
        return Optional.empty();
      }
      CorrettoRsa rsa = new CorrettoRsa(Corretto.PROVIDER.get());
      return rsa.computes() ? Optional.of(rsa) : Optional.empty();
    } catch (LinkageError | RuntimeException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  // A library that loads and answers wrongly would refuse every item.
  private boolean computes() throws GeneralSecurityException {
    byte[] modulus = new byte[BLOCK];
    Arrays.fill(modulus, (byte) 0xff);
    byte[] block = new byte[BLOCK];
    block[0] = 0x12;
    block[BLOCK - 1] = 0x34;
    BigInteger due = new BigInteger(1, block).modPow(EXPONENT, new BigInteger(1, modulus));
    return new BigInteger(1, raise(modulus, block)).equals(due);
  }

  @Override
  public String name() {
    return provider.getName() + " " + provider.getVersionStr();
  }

  @Override
  public byte[] raise(byte[] modulus, byte[] block) throws GeneralSecurityException {
    return raw(Cipher.ENCRYPT_MODE, ready(modulus), block);
  }

  // The native library checks a private key whenever it takes one over, which costs as much as a
  // signature.
  @Override
  public RSAPrivateCrtKey own(RSAPrivateCrtKey key) throws GeneralSecurityException {
    RSAPrivateCrtKeySpec spec =
        new RSAPrivateCrtKeySpec(
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrimeP(),
            key.getPrimeQ(),
            key.getPrimeExponentP(),
            key.getPrimeExponentQ(),
            key.getCrtCoefficient());
    return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA", provider).generatePrivate(spec);
  }

  @Override
  public byte[] lower(RSAPrivateCrtKey key, byte[] block) throws GeneralSecurityException {
    return raw(Cipher.DECRYPT_MODE, key, block);
  }

  int readyKeys() {
    return readyKeys.size();
  }

  private byte[] raw(int mode, Key key, byte[] block) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding", provider);
    cipher.init(mode, key);
    return cipher.doFinal(block);
  }

  private PublicKey ready(byte[] modulus) throws GeneralSecurityException {
    return readyKeys.get(modulus, this::publicKey).orElseThrow();
  }

  private Optional<PublicKey> publicKey(byte[] modulus) throws GeneralSecurityException {
    return Optional.of(
        KeyFactory.getInstance("RSA", provider)
            .generatePublic(new RSAPublicKeySpec(new BigInteger(1, modulus), EXPONENT)));
  }
}
