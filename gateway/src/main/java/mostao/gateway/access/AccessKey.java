package mostao.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mostao.ao.ans104.Base64Url;

/**
 * The key that authenticates the tokens of one deployment. It is derived from the secret in the
 * file and from the authority's address, so that two deployments that were given the same file
 * still don't take each other's tokens. Immutable, thread-safe.
 */
final class AccessKey {
  static final int SECRET_BYTES = 32;
  private static final String HMAC = "HmacSHA256";
  private static final int ID_BYTES = 8;

  private final SecretKeySpec key;
  private final String id;

  private AccessKey(SecretKeySpec key) {
    this.key = key;
    this.id = Base64Url.encode(Arrays.copyOf(hmac(key, "mostao access key id"), ID_BYTES));
  }

  /**
   * @param secret of 32 bytes
   * @param authority address of the deployment's authority
   */
  static AccessKey of(byte[] secret, String authority) {
    if (secret.length != SECRET_BYTES) {
      throw new IllegalArgumentException("a secret of " + secret.length + " bytes");
    }
    byte[] derived = hmac(new SecretKeySpec(secret, HMAC), "mostao access " + authority);
    return new AccessKey(new SecretKeySpec(derived, HMAC));
  }

  /** Says which key it is, and nothing about it. */
  String id() {
    return id;
  }

  /** HMAC-SHA-256 of a text, base64url. */
  String mac(String text) {
    return Base64Url.encode(hmac(key, text));
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java has " + HMAC, missing);
    }
  }

  @Override
  public String toString() {
    return "AccessKey " + id;
  }
}
