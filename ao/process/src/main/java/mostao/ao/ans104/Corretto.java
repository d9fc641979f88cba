package mostao.ao.ans104;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.util.Optional;

/**
 * Amazon Corretto Crypto Provider: native code, which is fast from its first call on. It is used as
 * an object and never registered, so the rest of the JVM doesn't notice it.
 */
final class Corretto {
  private static final String WITH_ED25519_KEYS =
      "com.amazon.corretto.crypto.provider.registerEdKeyFactory";

  /** Empty where the native library doesn't load. */
  static final Optional<Provider> PROVIDER = load();

  private Corretto() {}

  private static Optional<Provider> load() {
    try {
      // Read once, when the provider's class is initialised: by default it takes keys of Java alone
      // and converts them at every use.
      System.setProperty(WITH_ED25519_KEYS, "true");
      return Library.open();
    } catch (LinkageError | RuntimeException e) {
      // Another processor, another system, a temporary folder that forbids execution, no such jar:
      // all mean the same, and Verifier.rsaProvider() says what is used instead.
      return Optional.empty();
    }
  }

  // All that names the library's classes, apart, so that this class links without its jar.
  private static final class Library {
    private Library() {}

    static Optional<Provider> open() {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      return provider.getLoadingError() == null ? Optional.of(provider) : Optional.empty();
    }
  }
}
