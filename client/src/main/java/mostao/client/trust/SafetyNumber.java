package mostao.client.trust;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** 60 digits that two people compare: equal only if both see the same two owners and processes. */
public final class SafetyNumber {
  private static final int DIGITS = 60;
  private static final int GROUP = 5;

  private SafetyNumber() {}

  /** The same whichever side is named first; twelve groups of five digits. */
  public static String of(
      String ownerOne, String processOne, String ownerOther, String processOther) {
    String one = ownerOne + "\n" + processOne;
    String other = ownerOther + "\n" + processOther;
    String text = processOne.compareTo(processOther) <= 0 ? one + "\n" + other : other + "\n" + one;
    BigInteger hash = new BigInteger(1, Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    String digits = hash.mod(BigInteger.TEN.pow(DIGITS)).toString();
    String padded = "0".repeat(DIGITS - digits.length()) + digits;
    StringBuilder grouped = new StringBuilder();
    for (int at = 0; at < DIGITS; at += GROUP) {
      grouped.append(at == 0 ? "" : " ").append(padded, at, at + GROUP);
    }
    return grouped.toString();
  }
}
