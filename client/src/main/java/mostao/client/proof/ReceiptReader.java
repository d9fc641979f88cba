package mostao.client.proof;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.client.http.SchedulePage;

/**
 * What a handle was sent by a session, in order, as the authority signed it. A process's messages
 * to another arrive in the order it sent them, so one page at a time is enough.
 */
final class ReceiptReader {
  /** Clocks of brokers differ. */
  private static final long EARLIER_MS = 3_600_000;

  private final ConversationSource source;
  private final String handle;
  private final int page;
  private final Deque<VerifiedItem> ahead = new ArrayDeque<>();
  private long left;
  private String session;
  private long after = -1;
  private boolean begun;
  private boolean more = true;

  /**
   * @param most messages of the handle that are looked at
   */
  ReceiptReader(ConversationSource source, String handle, long most, int page) {
    this.source = source;
    this.handle = handle;
    this.left = most;
    this.page = page;
  }

  /**
   * The next receipt of what the Results before it send; empty when the next is of something later,
   * or there is none.
   */
  Optional<VerifiedItem> next(String of, long born, ProofCheck check)
      throws IOException, InterruptedException {
    session = of;
    while (true) {
      if (ahead.isEmpty() && !read(born)) {
        return Optional.empty();
      }
      while (!ahead.isEmpty()) {
        if (check.expects(ahead.peek())) {
          return Optional.of(ahead.poll());
        }
        if (check.isLater(ahead.peek())) {
          return Optional.empty();
        }
        ahead.poll();
      }
    }
  }

  private boolean read(long born) throws IOException, InterruptedException {
    while (ahead.isEmpty() && more && left > 0) {
      int rows = (int) Math.min(page, left);
      SchedulePage read =
          begun
              ? source.schedule(handle, after, rows)
              : source.scheduleSince(handle, Math.max(0, born - EARLIER_MS), rows);
      begun = true;
      more = read.more() && !read.entries().isEmpty();
      left -= read.entries().size();
      for (SchedulePage.Entry entry : read.entries()) {
        after = Long.parseLong(entry.assignment().tags().first("Nonce").orElse("0"));
        VerifiedItem message = entry.message();
        if (message.tags().has(Names.FROM_PROCESS, session) && message.targetId().equals(handle)) {
          ahead.add(message);
        }
      }
    }
    return !ahead.isEmpty();
  }
}
