package mostao.client.wallet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.RsaSigner;

/** RSA-4096: signs items of type 1, and opens session keys that were sealed for it. */
public final class RsaWallet implements Wallet {
  private final RSAPrivateCrtKey key;
  private final RSAPublicKey publicKey;
  private final RsaSigner signer;

  private RsaWallet(RSAPrivateCrtKey key, RSAPublicKey publicKey, RsaSigner signer) {
    this.key = key;
    this.publicKey = publicKey;
    this.signer = signer;
  }

  /** The wallet of this key, or the refusal of a key that isn't RSA-4096 with exponent 65537. */
  public static Reading<RsaWallet> of(RSAPrivateCrtKey key) {
    return RsaSigner.of(key).map(signer -> new RsaWallet(key, publicOf(key), signer));
  }

  private static RSAPublicKey publicOf(RSAPrivateCrtKey key) {
    try {
      RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
      return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("the public half of a checked RSA key", broken);
    }
  }

  @Override
  public WalletType type() {
    return WalletType.RSA;
  }

  @Override
  public RsaSigner signer() {
    return signer;
  }

  /** The secret half, for opening what was sealed for this wallet. */
  public RSAPrivateCrtKey privateKey() {
    return key;
  }

  /** The public key as profiles hold it under {@code pubkey}: padded base64 of its SPKI form. */
  public String pubkey() {
    return Base64.getEncoder().encodeToString(publicKey.getEncoded());
  }

  @Override
  public ObjectNode toJwk() {
    ObjectNode jwk = JsonNodeFactory.instance.objectNode().put("kty", "RSA");
    put(jwk, "n", key.getModulus());
    put(jwk, "e", key.getPublicExponent());
    put(jwk, "d", key.getPrivateExponent());
    put(jwk, "p", key.getPrimeP());
    put(jwk, "q", key.getPrimeQ());
    put(jwk, "dp", key.getPrimeExponentP());
    put(jwk, "dq", key.getPrimeExponentQ());
    put(jwk, "qi", key.getCrtCoefficient());
    return jwk;
  }

  private static void put(ObjectNode jwk, String field, BigInteger number) {
    byte[] signed = number.toByteArray();
    // The sign byte in front is Java's, not the JWK's.
    int from = signed.length > 1 && signed[0] == 0 ? 1 : 0;
    jwk.put(field, Jwk.encode(signed, from, signed.length));
  }

  @Override
  public String toString() {
    return "RsaWallet " + address();
  }
}
