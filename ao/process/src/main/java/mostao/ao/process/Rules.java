package mostao.ao.process;

/**
 * The settings of a deployment that evaluation depends on. Sizes are in bytes of UTF-8.
 *
 * @param openReads {@code mostao.reads=open}: reads that ask for proof are answered to anyone
 * @param profileBytes {@code mostao.limits.profile-bytes}
 * @param contentBytes {@code mostao.limits.content-bytes}: one message's content
 * @param pageRows {@code mostao.limits.page-rows}: rows in one reply
 * @param pageBytes {@code mostao.limits.page-bytes}: size of the rows in one reply; a page ends
 *     early rather than exceed it, but holds at least one row
 * @param resultBytes {@code mostao.limits.result-bytes}: all data and tags in one Result
 * @param inboxMessages {@code mostao.limits.inbox-messages}: unmatched messages a handle keeps
 * @param chainDepth {@code mostao.limits.chain-depth}: pushes one item may cause in a row
 * @param staleMs {@code mostao.limits.stale-generation}: how long after a rotation messages under
 *     the session key before it are still stored; 0 for never
 */
public record Rules(
    boolean openReads,
    int profileBytes,
    int contentBytes,
    int pageRows,
    int pageBytes,
    int resultBytes,
    int inboxMessages,
    int chainDepth,
    long staleMs) {

  public Rules {
    positive("profile-bytes", profileBytes);
    positive("content-bytes", contentBytes);
    positive("page-rows", pageRows);
    positive("page-bytes", pageBytes);
    positive("result-bytes", resultBytes);
    positive("inbox-messages", inboxMessages);
    positive("chain-depth", chainDepth);
    if (staleMs < 0) {
      throw new IllegalArgumentException(
          "mostao.limits.stale-generation is " + staleMs + " ms: set it to 0 or more");
    }
  }

  public static Rules defaults() {
    return new Rules(
        false, 256 * 1024, 64 * 1024, 1_000, 512 * 1024, 2 * 1024 * 1024, 10_000, 64, 60_000);
  }

  /** As much as one reply holds. */
  public Page page() {
    return new Page(pageRows, pageBytes);
  }

  public Rules withOpenReads() {
    return new Rules(
        true,
        profileBytes,
        contentBytes,
        pageRows,
        pageBytes,
        resultBytes,
        inboxMessages,
        chainDepth,
        staleMs);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "mostao.limits." + name + " is " + value + ": set it to 1 or more");
    }
  }
}
