package mostao.ao.ans104;

/** Type 2: Ed25519 over the deep hash. Deterministic. */
public final class Ed25519Signer implements Signer {
  private final byte[] seed;
  private final byte[] publicKey;

  /**
   * @param seed the 32 secret bytes
   * @throws IllegalArgumentException when there aren't 32
   */
  public Ed25519Signer(byte[] seed) {
    this.seed = Ed25519Keys.seed(seed);
    this.publicKey = Ed25519Keys.publicKey(seed);
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
    return Ed25519Keys.sign(seed, publicKey, deepHash);
  }
}
