package mostao.ao.wire;

import java.util.Objects;
import mostao.ao.message.Result;

/**
 * A record of an outbox: the Result of one evaluation. Key = {@code process}. Publishing it again
 * is harmless, since everything pushed for it gets the same id again.
 *
 * @param process the process that evaluated
 * @param processModule id of its module, for {@code From-Module}
 * @param message id of the evaluated item
 * @param action its Action, for filters
 * @param nonce its place in the process's inbox, from 0
 * @param timestamp of the evaluated message, Unix milliseconds
 * @param pushedFor id of the item that began the chain
 * @param depth pushes between that item and the evaluated one
 * @param result what came of it
 */
public record OutboxRecord(
    String process,
    String processModule,
    String message,
    String action,
    long nonce,
    long timestamp,
    String pushedFor,
    int depth,
    Result result) {
  public OutboxRecord {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(processModule, "processModule");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(pushedFor, "pushedFor");
    Objects.requireNonNull(result, "result");
  }
}
