package mostao.ao.ans104;

import java.math.BigInteger;

/** Type 3: secp256k1 as an Ethereum personal message. Deterministic (RFC 6979). */
public final class EthereumSigner implements Signer {
  private final BigInteger secret;
  private final byte[] publicKey;

  /**
   * @param secret 32 bytes, above 0 and below the group order
   * @throws IllegalArgumentException otherwise
   */
  public EthereumSigner(byte[] secret) {
    this.secret = Secp256k1.secret(secret);
    this.publicKey = Secp256k1.publicKey(this.secret);
  }

  @Override
  public SignatureType type() {
    return SignatureType.ETHEREUM;
  }

  @Override
  public byte[] ownerKey() {
    return publicKey.clone();
  }

  @Override
  public byte[] sign(byte[] deepHash) {
    return Secp256k1.sign(secret, SignedMessage.personalDigest(deepHash));
  }
}
