package mostao.client.proof;

/**
 * How much of a conversation is written or read.
 *
 * @param messages at most so many, and not many more than four items of the file for each; the ids
 *     of all are kept in memory
 * @param bytes of a file, at most
 */
public record ProofLimits(long messages, long bytes) {
  public static final long DEFAULT_MESSAGES = 100_000;
  public static final long DEFAULT_BYTES = 1L << 30;

  /** 100,000 messages, 1 GiB. */
  public static final ProofLimits DEFAULT = new ProofLimits(DEFAULT_MESSAGES, DEFAULT_BYTES);

  /** One item: a page of Results, which ends behind the one that exceeds its size. */
  static final int ITEM_BYTES = 16 * 1024 * 1024;

  /** Messages before their Results, at most: what the program makes of them is in memory. */
  static final int WAITING = 100;

  private static final int ITEMS_PER_MESSAGE = 4;

  public ProofLimits {
    if (messages < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "a limit is " + Math.min(messages, bytes) + ": set it to 1 or more");
    }
  }

  /** An assignment, a message, a receipt; Results and the end. */
  long items() {
    return Math.addExact(
        1, Math.multiplyExact(ITEMS_PER_MESSAGE, Math.min(messages, Integer.MAX_VALUE)));
  }
}
