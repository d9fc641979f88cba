package mostao.client.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import mostao.ao.ans104.Base64Url;

/** SHA-256 as the formats write it. */
public final class Sha256 {
  private Sha256() {}

  /** The digest of all parts, one behind the other. */
  public static byte[] of(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException broken) {
      throw new IllegalStateException("every JDK has SHA-256", broken);
    }
  }

  /** The digest of a text's UTF-8 as base64url. */
  public static String text(String text) {
    return Base64Url.encode(of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
