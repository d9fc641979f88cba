package mostao.ao.ans104;

/** Type 5: Ed25519 over an Aptos wallet's envelope. Deterministic. */
final class AptosSigner implements ForeignSigner {
  private final byte[] seed;
  private final byte[] publicKey;

  /**
   * @param seed the 32 secret bytes
   * @throws IllegalArgumentException when there aren't 32
   */
  AptosSigner(byte[] seed) {
    this.seed = Ed25519Keys.seed(seed);
    this.publicKey = Ed25519Keys.publicKey(seed);
  }

  @Override
  public SignatureType type() {
    return SignatureType.APTOS;
  }

  @Override
  public byte[] ownerKey() {
    return publicKey.clone();
  }

  @Override
  public byte[] sign(byte[] deepHash) {
    return Ed25519Keys.sign(seed, publicKey, SignedMessage.aptos(deepHash));
  }
}
