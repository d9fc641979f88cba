package mostao.ao.assignment;

import java.util.Locale;

/**
 * A substitute for block heights: one for every two minutes of Unix time, about the pace of
 * Arweave's blocks.
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
