package mostao.ao.ans104;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Optional;

/** Type 2: Ed25519 over the deep hash. Deterministic. */
public final class Ed25519Signer implements Signer {
  private final byte[] seed;
  private final byte[] publicKey;
  private final Optional<Fast> fast;

  /**
   * @param seed the 32 secret bytes
   * @throws IllegalArgumentException when there aren't 32
   */
  public Ed25519Signer(byte[] seed) {
    this.seed = Ed25519Keys.seed(seed);
    this.publicKey = Ed25519Keys.publicKey(seed);
    this.fast = CorrettoEd25519.INSTANCE.map(library -> Fast.of(library, this.seed));
  }

  /** The native library, and the key in its form. */
  private record Fast(CorrettoEd25519 library, PrivateKey key) {
    static Fast of(CorrettoEd25519 library, byte[] seed) {
      try {
        return new Fast(library, library.own(seed));
      } catch (GeneralSecurityException bug) {
        throw new IllegalStateException("every 32 bytes are an Ed25519 seed", bug);
      }
    }

    byte[] sign(byte[] message) {
      try {
        return library.sign(key, message);
      } catch (GeneralSecurityException bug) {
        throw new IllegalStateException("every message can be signed", bug);
      }
    }
  }

  @Override
  public SignatureType type() {
    return SignatureType.ED25519;
  }

  @Override
  public byte[] ownerKey() {
    return publicKey.clone();
  }

  @Override
  public byte[] sign(byte[] deepHash) {
    return fast.map(library -> library.sign(deepHash))
        .orElseGet(() -> Ed25519Keys.sign(seed, publicKey, deepHash));
  }
}
