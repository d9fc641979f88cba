package mostao.client.wallet;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of wallet. */
public enum WalletType {
  /** RSA-4096, signature type 1; the only kind that can also open session keys. */
  RSA,
  /** Ed25519, signature type 2. */
  ED25519,
  /** secp256k1, signature type 3. */
  ETHEREUM;

  private static final int RSA_BITS = 4096;
  private static final int SECRET_BYTES = 32;

  /** The type of this name, in any case. */
  public static Optional<WalletType> of(String name) {
    return Arrays.stream(values())
        .filter(type -> type.text().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** As it is written on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A new wallet. An RSA key takes a second or several, the others nothing. */
  public Wallet create() {
    return switch (this) {
      case RSA -> newRsa();
      case ED25519 -> new Ed25519Wallet(randomSecret());
      case ETHEREUM -> new EthereumWallet(randomSecret());
    };
  }

  private static Wallet newRsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      return RsaWallet.of((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate()).orThrow();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("every JDK makes RSA keys", broken);
    }
  }

  // A secp256k1 secret at or above the group order comes up once in 2^128 times.
  private static byte[] randomSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return secret;
  }
}
