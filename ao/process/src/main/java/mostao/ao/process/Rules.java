package mostao.ao.process;

import java.util.Objects;

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
 * @param quotas how much of what is free one party may take
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
    long staleMs,
    Quotas quotas) {

  /**
   * How much of what is free one party may take. Days are counted back from the message's time.
   *
   * @param chats {@code mostao.limits.chats}: sessions in the chat list of a handle
   * @param chatRequests {@code mostao.limits.chat-requests}: those among them that somebody else
   *     began and the owner has not answered
   * @param inboxOfSender {@code mostao.limits.inbox-of-sender}: unmatched messages of one sender
   *     that a handle keeps
   * @param walletHandles {@code mostao.limits.wallet-handles}: names of a wallet, those kept for it
   *     included
   * @param walletBirths {@code mostao.limits.wallet-births}: processes that a wallet has the
   *     Registry spawn in 24 hours
   * @param handleSessions {@code mostao.limits.handle-sessions}: sessions a handle asks for in 24
   *     hours
   * @param keptNameMs {@code mostao.limits.kept-name}: how long a renounced name is kept for its
   *     last owner; 0 for not at all
   */
  public record Quotas(
      int chats,
      int chatRequests,
      int inboxOfSender,
      int walletHandles,
      int walletBirths,
      int handleSessions,
      long keptNameMs) {
    public static final Quotas DEFAULTS =
        new Quotas(2_000, 200, 100, 100, 200, 200, 90L * 24 * 60 * 60 * 1_000);

    public Quotas {
      positive("chats", chats);
      positive("chat-requests", chatRequests);
      positive("inbox-of-sender", inboxOfSender);
      positive("wallet-handles", walletHandles);
      positive("wallet-births", walletBirths);
      positive("handle-sessions", handleSessions);
      notNegative("kept-name", keptNameMs);
    }

    // A record's own is put together at its first call, of dozens of classes; every start logs it.
    @Override
    public String toString() {
      return "Quotas[chats="
          + chats
          + ", chatRequests="
          + chatRequests
          + ", inboxOfSender="
          + inboxOfSender
          + ", walletHandles="
          + walletHandles
          + ", walletBirths="
          + walletBirths
          + ", handleSessions="
          + handleSessions
          + ", keptNameMs="
          + keptNameMs
          + "]";
    }
  }

  public Rules {
    positive("profile-bytes", profileBytes);
    positive("content-bytes", contentBytes);
    positive("page-rows", pageRows);
    positive("page-bytes", pageBytes);
    positive("result-bytes", resultBytes);
    positive("inbox-messages", inboxMessages);
    positive("chain-depth", chainDepth);
    notNegative("stale-generation", staleMs);
    Objects.requireNonNull(quotas, "quotas");
  }

  /** With the quotas a deployment has when it sets none. */
  public Rules(
      boolean openReads,
      int profileBytes,
      int contentBytes,
      int pageRows,
      int pageBytes,
      int resultBytes,
      int inboxMessages,
      int chainDepth,
      long staleMs) {
    this(
        openReads,
        profileBytes,
        contentBytes,
        pageRows,
        pageBytes,
        resultBytes,
        inboxMessages,
        chainDepth,
        staleMs,
        Quotas.DEFAULTS);
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
        staleMs,
        quotas);
  }

  private static void notNegative(String name, long millis) {
    if (millis < 0) {
      throw new IllegalArgumentException(
          "mostao.limits." + name + " is " + millis + " ms: set it to 0 or more");
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "mostao.limits." + name + " is " + value + ": set it to 1 or more");
    }
  }

  // A record's own is put together at its first call, of dozens of classes; every start logs it.
  @Override
  public String toString() {
    return "Rules[openReads="
        + openReads
        + ", profileBytes="
        + profileBytes
        + ", contentBytes="
        + contentBytes
        + ", pageRows="
        + pageRows
        + ", pageBytes="
        + pageBytes
        + ", resultBytes="
        + resultBytes
        + ", inboxMessages="
        + inboxMessages
        + ", chainDepth="
        + chainDepth
        + ", staleMs="
        + staleMs
        + ", quotas="
        + quotas
        + "]";
  }
}
