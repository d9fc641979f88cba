package mostao.ao.ans104;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Type 7: secp256k1 as EIP-712 typed data. Deterministic (RFC 6979). */
final class TypedEthereumSigner implements ForeignSigner {
  private final BigInteger secret;
  private final byte[] account;

  /**
   * @param secret 32 bytes, above 0 and below the group order
   * @throws IllegalArgumentException otherwise
   */
  TypedEthereumSigner(byte[] secret) {
    this.secret = Secp256k1.secret(secret);
    this.account = Address.account(Secp256k1.publicKey(this.secret));
  }

  @Override
  public SignatureType type() {
    return SignatureType.TYPED_ETHEREUM;
  }

  @Override
  public byte[] ownerKey() {
    return ("0x" + HexFormat.of().formatHex(account)).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public byte[] sign(byte[] deepHash) {
    return Secp256k1.sign(secret, SignedMessage.typedDigest(deepHash, account));
  }
}
