package mostao.ao.ans104;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 through {@link Corretto}, two to three times as fast as Java. Thread-safe.
 *
 * <p>Libraries differ about signatures with a part of small order, which only malice makes, and
 * what is a message must not depend on the machine. So this one only ever says yes, to what Bouncy
 * Castle accepts too: its equation is the strict one, Bouncy Castle's leaves parts of small order
 * out. Whatever else there is, {@link Ed25519Keys} decides.
 */
final class CorrettoEd25519 {
  /** Public keys kept ready; the authority's is in half of all items, and senders come again. */
  static final int MAX_READY_KEYS = 4096;

  private static final String ALGORITHM = "Ed25519";

  /** What stands before the 32 bytes of a public key in its X.509 form (RFC 8410). */
  private static final byte[] BEFORE_PUBLIC = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  /** What stands before the 32 bytes of a seed in its PKCS #8 form (RFC 8410). */
  private static final byte[] BEFORE_SEED = {
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20
  };

  /** Empty where the native library doesn't load or doesn't compute. */
  static final Optional<CorrettoEd25519> INSTANCE =
      Corretto.PROVIDER.map(CorrettoEd25519::new).filter(CorrettoEd25519::computes);

  private final Provider provider;
  private final ReadyKeys readyKeys = new ReadyKeys(MAX_READY_KEYS);

  private CorrettoEd25519(Provider provider) {
    this.provider = provider;
  }

  // A library that loads and answers wrongly would sign what nobody accepts.
  private boolean computes() {
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    byte[] message = {1, 2, 3};
    byte[] publicKey = Ed25519Keys.publicKey(seed);
    byte[] due = Ed25519Keys.sign(seed, publicKey, message);
    try {
      return Arrays.equals(sign(own(seed), message), due)
          && verifies(due, 0, publicKey, 0, message);
    } catch (LinkageError | RuntimeException | GeneralSecurityException e) {
      return false;
    }
  }

  /** Whether the signature is certainly one; if not, that says nothing. */
  boolean verifies(byte[] signature, int signatureAt, byte[] key, int keyAt, byte[] message) {
    try {
      byte[] own = Arrays.copyOfRange(key, keyAt, keyAt + Ed25519Keys.KEY);
      Optional<PublicKey> ready = readyKeys.get(own, this::publicKey);
      if (ready.isEmpty()) {
        return false;
      }
      Signature verifier = Signature.getInstance(ALGORITHM, provider);
      verifier.initVerify(ready.get());
      verifier.update(message);
      return verifier.verify(signature, signatureAt, Ed25519Keys.SIGNATURE);
    } catch (GeneralSecurityException | RuntimeException noAnswer) {
      return false;
    }
  }

  /** The key in the form {@link #sign} takes. */
  PrivateKey own(byte[] seed) throws GeneralSecurityException {
    return factory().generatePrivate(new PKCS8EncodedKeySpec(joined(BEFORE_SEED, seed)));
  }

  byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
    Signature signer = Signature.getInstance(ALGORITHM, provider);
    signer.initSign(key);
    signer.update(message);
    return signer.sign();
  }

  int readyKeys() {
    return readyKeys.size();
  }

  private Optional<PublicKey> publicKey(byte[] key) throws GeneralSecurityException {
    return Ed25519Keys.isKey(key, 0)
        ? Optional.of(factory().generatePublic(new X509EncodedKeySpec(joined(BEFORE_PUBLIC, key))))
        : Optional.empty();
  }

  private KeyFactory factory() throws GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM, provider);
  }

  private static byte[] joined(byte[] before, byte[] key) {
    byte[] all = Arrays.copyOf(before, before.length + key.length);
    System.arraycopy(key, 0, all, before.length, key.length);
    return all;
  }
}
