package mostao.client.wallet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import mostao.ao.ans104.EthereumSigner;

/** secp256k1: signs items of type 3. */
public final class EthereumWallet implements Wallet {
  private static final int COORDINATE = 32;

  private final byte[] secret;
  private final EthereumSigner signer;

  /**
   * @param secret 32 bytes, above 0 and below the group order
   * @throws IllegalArgumentException otherwise
   */
  public EthereumWallet(byte[] secret) {
    this.secret = secret.clone();
    this.signer = new EthereumSigner(secret);
  }

  @Override
  public WalletType type() {
    return WalletType.ETHEREUM;
  }

  @Override
  public EthereumSigner signer() {
    return signer;
  }

  @Override
  public ObjectNode toJwk() {
    // The owner key is 04, x, y.
    byte[] point = signer.ownerKey();
    return JsonNodeFactory.instance
        .objectNode()
        .put("kty", "EC")
        .put("crv", "secp256k1")
        .put("x", Jwk.encode(point, 1, 1 + COORDINATE))
        .put("y", Jwk.encode(point, 1 + COORDINATE, 1 + 2 * COORDINATE))
        .put("d", Jwk.encode(secret));
  }

  @Override
  public String toString() {
    return "EthereumWallet " + address();
  }
}
