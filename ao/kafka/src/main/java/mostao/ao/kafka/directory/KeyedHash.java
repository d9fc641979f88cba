package mostao.ao.kafka.directory;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * 64 bits that stand for a process id or a wallet's address: SipHash-2-4 under a key that is random
 * in every run and never leaves it. Nobody outside can find two texts with the same bits, and what
 * chance did once the next start undoes. Thread-safe.
 */
final class KeyedHash {
  static final KeyedHash OF_THIS_RUN = new KeyedHash(randomKey());

  private final KeyParameter key;

  KeyedHash(byte[] key) {
    this.key = new KeyParameter(key);
  }

  private static byte[] randomKey() {
    byte[] key = new byte[16];
    new SecureRandom().nextBytes(key);
    return key;
  }

  long of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    SipHash hash = new SipHash();
    hash.init(key);
    hash.update(bytes, 0, bytes.length);
    return hash.doFinal();
  }

  /** Ethereum addresses differ in case only by their checksum. */
  long ofWallet(String address) {
    return of(address.startsWith("0x") ? address.toLowerCase(Locale.ROOT) : address);
  }
}
