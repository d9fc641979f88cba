package mostao.client.wallet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import mostao.ao.ans104.Ed25519Signer;

/** Ed25519: signs items of type 2. */
public final class Ed25519Wallet implements Wallet {
  private final byte[] seed;
  private final Ed25519Signer signer;

  /**
   * @param seed the 32 secret bytes
   * @throws IllegalArgumentException when there aren't 32
   */
  public Ed25519Wallet(byte[] seed) {
    this.seed = seed.clone();
    this.signer = new Ed25519Signer(seed);
  }

  @Override
  public WalletType type() {
    return WalletType.ED25519;
  }

  @Override
  public Ed25519Signer signer() {
    return signer;
  }

  @Override
  public ObjectNode toJwk() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kty", "OKP")
        .put("crv", "Ed25519")
        .put("x", Jwk.encode(signer.ownerKey()))
        .put("d", Jwk.encode(seed));
  }

  @Override
  public String toString() {
    return "Ed25519Wallet " + address();
  }
}
