package mostao.client.bench;

import java.util.OptionalLong;
import java.util.SplittableRandom;
import mostao.ao.message.Names;

/**
 * What is said: a number, and noise up to the size. To the services it is what a sealed message is,
 * text that means nothing to them.
 */
final class Contents {
  static final int NUMBER_DIGITS = 12;
  private static final long TOO_LARGE = 1_000_000_000_000L;
  private static final char[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray();
  private static final int ALPHABET_BITS = 6;

  private Contents() {}

  /** The content with this number. */
  static String of(long number, int size) {
    if (number < 0 || number >= TOO_LARGE) {
      throw new IllegalArgumentException(number + " has more than 12 digits");
    }
    StringBuilder text = new StringBuilder(size).append(number);
    text.insert(0, "0".repeat(NUMBER_DIGITS - text.length()));
    SplittableRandom random = new SplittableRandom(number);
    while (text.length() < size) {
      text.append(ALPHABET[(int) (random.nextLong() >>> (Long.SIZE - ALPHABET_BITS))]);
    }
    return text.toString();
  }

  /** The number of a content; empty for what is none of ours, or was changed. */
  static OptionalLong number(String content, int size) {
    if (content.length() < NUMBER_DIGITS) {
      return OptionalLong.empty();
    }
    String digits = content.substring(0, NUMBER_DIGITS);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(digits);
    return of(number, size).equals(content) ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** Data of the message that makes a handle send this content to a session. */
  static String relay(String session, String content) {
    // Nothing in it needs an escape.
    return "{\"Target\":\""
        + session
        + "\",\"Data\":\"{\\\"content\\\":\\\""
        + content
        + "\\\",\\\"generation\\\":1}\",\"Tags\":{\""
        + Names.ACTION
        + "\":\"SendMessage\"}}";
  }
}
