package mostao.client.proof;

import mostao.ao.ans104.VerifiedItem;
import mostao.ao.assignment.Slot;
import mostao.ao.message.Result;

/** The program of sessions, run again over the messages of one, from the first on. */
@FunctionalInterface
public interface Recomputation {
  /**
   * The Result that it has for the next message.
   *
   * @param process the session
   */
  Result next(String process, VerifiedItem message, Slot slot);
}
