package mostao.ao.assignment;

import java.util.Locale;

/**
 * Block heights where there are no blocks: one for every two minutes of Unix time, which is about
 * how often Arweave has one.
 */
public final class BlockHeight {
  private static final long MS_PER_BLOCK = 120_000;

  private BlockHeight() {}

  /**
   * @param timestamp Unix milliseconds
   * @return 12 decimal digits
   */
  public static String at(long timestamp) {
    return String.format(Locale.ROOT, "%012d", Math.max(0, timestamp) / MS_PER_BLOCK);
  }
}
