package mostao.client.seal;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** Public keys as profiles hold them under {@code pubkey}: base64 of SPKI. */
public final class PublicKeys {
  private static final int MIN_BITS = 2048;

  private PublicKeys() {}

  /** The RSA key of a profile; empty if the text is not a key, or has less than 2048 bits. */
  public static Optional<RSAPublicKey> parse(String pubkey) {
    try {
      X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(pubkey));
      RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
      return Optional.of(key).filter(rsa -> rsa.getModulus().bitLength() >= MIN_BITS);
    } catch (IllegalArgumentException | GeneralSecurityException notAKey) {
      return Optional.empty();
    }
  }
}
