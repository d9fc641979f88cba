package mostao.client.proof;

import java.io.IOException;
import mostao.client.http.ResultsPage;
import mostao.client.http.SchedulePage;

/** Where a conversation is read. What it says is checked. */
interface ConversationSource {
  /** Messages of a process behind a nonce, -1 for all, in order. */
  SchedulePage schedule(String process, long after, int limit)
      throws IOException, InterruptedException;

  /** Messages of a process later than a time, in order. */
  SchedulePage scheduleSince(String process, long time, int limit)
      throws IOException, InterruptedException;

  /** Results of a process behind a cursor, empty for all, in order. */
  ResultsPage results(String process, String after, int limit)
      throws IOException, InterruptedException;
}
