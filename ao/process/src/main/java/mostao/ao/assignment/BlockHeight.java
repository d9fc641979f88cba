package mostao.ao.assignment;

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
    return "%012d".formatted(Math.max(0, timestamp) / MS_PER_BLOCK);
  }
}
