package mostao.ao.testkit.conversations;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code $ALICE} in a conversation stands for a fixed id made from the name. */
public final class Symbols {
  private static final Pattern SYMBOL = Pattern.compile("\\$([A-Z][A-Z0-9_]*)");

  private Symbols() {}

  /** A 43-character id, always the same for a name. */
  public static String id(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  static String replace(String text) {
    Matcher matcher = SYMBOL.matcher(text);
    return matcher.replaceAll(found -> Matcher.quoteReplacement(id(found.group(1))));
  }
}
