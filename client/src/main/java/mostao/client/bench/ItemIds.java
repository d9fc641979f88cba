package mostao.client.bench;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import mostao.ao.ans104.SignatureType;

/** Ids of items that were signed here, without reading all of them again. */
final class ItemIds {
  private ItemIds() {}

  /** The hash of the signature, which stands behind two bytes that say of which type it is. */
  static String of(byte[] item) {
    int code = item[0] & 0xff | (item[1] & 0xff) << Byte.SIZE;
    return hash(item, 2, SignatureType.of(code).orElseThrow().signatureLength());
  }

  /** The SHA-256 of a part, in base64url. */
  static String hash(byte[] bytes, int from, int length) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(bytes, from, length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest());
    } catch (NoSuchAlgorithmException broken) {
      throw new IllegalStateException("every JDK has SHA-256", broken);
    }
  }
}
