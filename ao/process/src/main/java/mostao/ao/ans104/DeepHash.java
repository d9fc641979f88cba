package mostao.ao.ans104;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The deep hash of a flat list of blobs, which is what a signature covers.
 *
 * <p>A blob hashes to SHA384(SHA384("blob" length) SHA384(bytes)), a list folds its elements over
 * SHA384("list" count); numbers are decimal text.
 */
final class DeepHash {
  private final MessageDigest sha384 = Hashes.sha384();
  private byte[] folded;

  /** Starts a list of exactly {@code count} blobs. */
  DeepHash(int count) {
    folded = sha384.digest(text("list" + count));
  }

  DeepHash blob(byte[] bytes) {
    return blob(bytes, 0, bytes.length);
  }

  DeepHash blob(byte[] bytes, int from, int length) {
    byte[] tag = sha384.digest(text("blob" + length));
    sha384.update(bytes, from, length);
    byte[] content = sha384.digest();
    sha384.update(tag);
    byte[] blob = sha384.digest(content);
    sha384.update(folded);
    folded = sha384.digest(blob);
    return this;
  }

  DeepHash blob(String text) {
    return blob(text(text));
  }

  /** The hash, 48 bytes; ends the list. */
  byte[] end() {
    return folded;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
