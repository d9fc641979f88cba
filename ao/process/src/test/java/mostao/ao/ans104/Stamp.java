package mostao.ao.ans104;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Stands in for an Ed25519 key where signatures cost too much: as long, as deterministic, made of
 * every byte of the item, and impossible to make without the secret. Thread-safe.
 */
public final class Stamp {
  private final byte[] secret;
  private final byte[] ownerKey;

  public Stamp(String secret) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.ownerKey = Arrays.copyOf(sha512(this.secret, this.secret), 32);
  }

  public String address() {
    return Address.of(SignatureType.ED25519, ownerKey);
  }

  public Reading<VerifiedItem> sign(Draft draft) {
    return draft.signed(SignatureType.ED25519, ownerKey, hash -> sha512(secret, hash));
  }

  /** The item as verified, or why not; nothing when it claims another key. */
  public Optional<Reading<VerifiedItem>> verify(DataItem item) {
    if (!Arrays.equals(item.ownerKey(), ownerKey)) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.equals(item.signature(), sha512(secret, item.deepHash()))
            ? new Reading.Ok<>(new VerifiedItem(item))
            : new Reading.Refused<>(new Refusal("stamp", "another item was stamped")));
  }

  private static byte[] sha512(byte[] first, byte[] second) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      digest.update(first);
      return digest.digest(second);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }
}
