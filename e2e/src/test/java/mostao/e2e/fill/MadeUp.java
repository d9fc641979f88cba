package mostao.e2e.fill;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What is invented, by its number. Stateless. */
final class MadeUp {
  /** Of an invented wallet. */
  private static final int HANDLES_EACH = 4;

  private MadeUp() {}

  /** 43 characters for 32 bytes, the same for the same number wherever it is asked for. */
  static String id(String kind, long number) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("filled " + kind + " " + number).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException broken) {
      throw new IllegalStateException("every JDK has SHA-256", broken);
    }
  }

  /** Address of the owner of an invented handle. */
  static String owner(long handle) {
    return id("wallet", handle / HANDLES_EACH);
  }

  /**
   * The number of a handle of an invented session, as {@code sessions.sql} has it.
   *
   * @param first whether it is the one whose name comes first
   */
  static long party(long session, long handles, boolean first) {
    long one = (session - 1) % handles + 1;
    long other = (one + (session - 1) / handles) % handles + 1;
    return first ? Math.min(one, other) : Math.max(one, other);
  }
}
