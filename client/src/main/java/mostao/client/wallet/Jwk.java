package mostao.client.wallet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Reading;

/**
 * The text of a wallet file: a JWK of RSA, Ed25519 or secp256k1, or 64 hex digits (with or without
 * 0x), which is how Ethereum tools show a secret key. Errors are reported without showing the text.
 */
final class Jwk {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          // A parser's complaint would otherwise quote the secret.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final int SECRET_BYTES = 32;

  private final String source;

  private Jwk(String source) {
    this.source = source;
  }

  static Wallet read(String source, String text) throws UnusableWallet {
    return new Jwk(source).wallet(text.strip());
  }

  static String encode(byte[] bytes) {
    return Base64Url.encode(bytes);
  }

  static String encode(byte[] bytes, int from, int to) {
    return Base64Url.encode(Arrays.copyOfRange(bytes, from, to));
  }

  private Wallet wallet(String text) throws UnusableWallet {
    String hex = text.startsWith("0x") ? text.substring(2) : text;
    if (hex.matches("[0-9a-fA-F]{64}")) {
      return ethereum(HexFormat.of().parseHex(hex));
    }
    JsonNode jwk;
    try {
      jwk = MAPPER.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw unusable("it holds neither JSON nor a secret key of 64 hex digits");
    }
    if (!jwk.isObject()) {
      throw unusable("it holds neither a JSON object nor a secret key of 64 hex digits");
    }
    String kty = jwk.path("kty").asText("");
    String curve = jwk.path("crv").asText("");
    return switch (kty) {
      case "RSA" -> rsa(jwk);
      case "OKP" -> {
        if (!curve.equals("Ed25519")) {
          throw unusable("crv is '" + curve + "': kty OKP needs Ed25519");
        }
        Wallet wallet = new Ed25519Wallet(secret(jwk));
        checkPublic(jwk, wallet.toJwk(), "x");
        yield wallet;
      }
      case "EC" -> {
        if (!curve.equals("secp256k1")) {
          throw unusable("crv is '" + curve + "': kty EC needs secp256k1");
        }
        Wallet wallet = ethereum(secret(jwk));
        checkPublic(jwk, wallet.toJwk(), "x", "y");
        yield wallet;
      }
      default -> throw unusable("kty is '" + kty + "': use RSA, OKP (Ed25519) or EC (secp256k1)");
    };
  }

  private Wallet ethereum(byte[] secret) throws UnusableWallet {
    try {
      return new EthereumWallet(secret);
    } catch (IllegalArgumentException outOfRange) {
      throw unusable(outOfRange.getMessage());
    }
  }

  private Wallet rsa(JsonNode jwk) throws UnusableWallet {
    RSAPrivateCrtKeySpec spec =
        new RSAPrivateCrtKeySpec(
            number(jwk, "n"),
            number(jwk, "e"),
            number(jwk, "d"),
            number(jwk, "p"),
            number(jwk, "q"),
            number(jwk, "dp"),
            number(jwk, "dq"),
            number(jwk, "qi"));
    RSAPrivateCrtKey key;
    try {
      key = (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (GeneralSecurityException broken) {
      throw unusable("the numbers of the RSA key don't belong together");
    }
    Reading<RsaWallet> wallet = RsaWallet.of(key);
    if (wallet instanceof Reading.Refused<RsaWallet> refused) {
      throw unusable(refused.refusal().message());
    }
    return wallet.orThrow();
  }

  private BigInteger number(JsonNode jwk, String field) throws UnusableWallet {
    return new BigInteger(1, bytes(jwk, field));
  }

  private byte[] secret(JsonNode jwk) throws UnusableWallet {
    byte[] secret = bytes(jwk, "d");
    if (secret.length != SECRET_BYTES) {
      throw unusable("d has " + secret.length + " bytes, not " + SECRET_BYTES);
    }
    return secret;
  }

  private byte[] bytes(JsonNode jwk, String field) throws UnusableWallet {
    JsonNode value = jwk.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw unusable(
          "field " + field + " is missing" + (field.equals("n") ? "" : "; a secret key has it"));
    }
    return Base64Url.decode(value.textValue())
        .orElseThrow(() -> unusable("field " + field + " is not base64url without padding"));
  }

  // A public part that belongs to another secret would sign for an unexpected address.
  private void checkPublic(JsonNode given, JsonNode computed, String... fields)
      throws UnusableWallet {
    for (String field : fields) {
      if (given.has(field) && !given.get(field).equals(computed.get(field))) {
        throw unusable("field " + field + " is not the public key of d");
      }
    }
  }

  private UnusableWallet unusable(String reason) {
    return new UnusableWallet(source, reason);
  }
}
