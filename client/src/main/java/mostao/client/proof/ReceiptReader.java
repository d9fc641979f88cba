package mostao.client.proof;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.assignment.Assignment;
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
  private final ProofExport.Request request;
  private final ProofCheck check;
  private final int page;
  private final Deque<VerifiedItem> ahead = new ArrayDeque<>();
  private long left;
  private OptionalLong after = OptionalLong.empty();
  private boolean more = true;

  /**
   * @param check of what was read of the session so far
   */
  ReceiptReader(
      ConversationSource source, ProofExport.Request request, ProofCheck check, int page) {
    this.source = source;
    this.request = request;
    this.check = check;
    this.page = page;
    this.left = request.receipts();
  }

  /**
   * The next receipt of what the Results before it send; empty when the next is of something later,
   * or there is none.
   */
  Optional<VerifiedItem> next() throws IOException, InterruptedException {
    while (!ahead.isEmpty() || read()) {
      if (check.expects(ahead.element())) {
        return Optional.of(ahead.remove());
      }
      if (check.isLater(ahead.element())) {
        return Optional.empty();
      }
      ahead.remove();
    }
    return Optional.empty();
  }

  private boolean read() throws IOException, InterruptedException {
    String handle = request.handle();
    while (ahead.isEmpty() && more && left > 0) {
      int rows = (int) Math.min(page, left);
      SchedulePage read =
          after.isPresent()
              ? source.schedule(handle, after.getAsLong(), rows)
              : source.scheduleSince(handle, Math.max(0, check.first() - EARLIER_MS), rows);
      more = read.more() && !read.entries().isEmpty();
      left -= read.entries().size();
      for (SchedulePage.Entry entry : read.entries()) {
        after = OptionalLong.of(nonce(entry.assignment()));
        VerifiedItem message = entry.message();
        if (message.tags().has(Names.FROM_PROCESS, request.session())
            && message.targetId().equals(handle)) {
          ahead.add(message);
        }
      }
    }
    return !ahead.isEmpty();
  }

  private static long nonce(VerifiedItem assignment) throws BrokenProofException {
    return Assignment.nonce(assignment)
        .orElseThrow(
            () -> new BrokenProofException("the gateway shows an assignment without a nonce"));
  }
}
