package mostao.ao.process;

/**
 * The settings of a deployment that evaluation depends on. Sizes are in bytes of UTF-8.
 *
 * @param openReads {@code mostao.reads=open}: reads that ask for proof are answered to anyone
 * @param profileBytes {@code mostao.limits.profile-bytes}
 * @param contentBytes {@code mostao.limits.content-bytes}: one message's content
 * @param pageRows {@code mostao.limits.page-rows}: rows in one reply
 * @param inboxMessages {@code mostao.limits.inbox-messages}: unmatched messages a handle keeps
 * @param chainDepth {@code mostao.limits.chain-depth}: pushes one item may cause in a row
 */
public record Rules(
    boolean openReads,
    int profileBytes,
    int contentBytes,
    int pageRows,
    int inboxMessages,
    int chainDepth) {

  public Rules {
    positive("profile-bytes", profileBytes);
    positive("content-bytes", contentBytes);
    positive("page-rows", pageRows);
    positive("inbox-messages", inboxMessages);
    positive("chain-depth", chainDepth);
  }

  public static Rules defaults() {
    return new Rules(false, 16 * 1024, 64 * 1024, 1_000, 10_000, 64);
  }

  public Rules withOpenReads() {
    return new Rules(true, profileBytes, contentBytes, pageRows, inboxMessages, chainDepth);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "mostao.limits." + name + " is " + value + ": set it to 1 or more");
    }
  }
}
