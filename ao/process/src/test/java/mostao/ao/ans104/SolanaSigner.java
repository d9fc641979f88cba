package mostao.ao.ans104;

/** Type 4: Ed25519 over the deep hash as hex text. Deterministic. */
final class SolanaSigner implements ForeignSigner {
  private final byte[] seed;
  private final byte[] publicKey;

  /**
   * @param seed the 32 secret bytes
   * @throws IllegalArgumentException when there aren't 32
   */
  SolanaSigner(byte[] seed) {
    this.seed = Ed25519Keys.seed(seed);
    this.publicKey = Ed25519Keys.publicKey(seed);
  }

  @Override
  public SignatureType type() {
    return SignatureType.SOLANA;
  }

  @Override
  public byte[] ownerKey() {
    return publicKey.clone();
  }

  @Override
  public byte[] sign(byte[] deepHash) {
    return Ed25519Keys.sign(seed, publicKey, SignedMessage.solana(deepHash));
  }
}
