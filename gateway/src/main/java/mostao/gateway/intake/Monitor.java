package mostao.gateway.intake;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import mostao.ao.ans104.VerifiedItem;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.units.Processes;

/**
 * Starting and stopping a monitor of a process (AO contract, section 1.3). Processes here act on
 * messages alone, so there is nothing for a monitor to do: the item is verified, answered and
 * forgotten. Thread-safe, never blocks.
 */
public final class Monitor {
  private final ItemReader reader;
  private final VerifierPool workers;
  private final Function<VerifiedItem, Reply<VerifiedItem>> limit;
  private final Processes processes;

  /**
   * @param limit whether a wallet may send one more item now
   */
  public Monitor(
      ItemReader reader,
      VerifierPool workers,
      Function<VerifiedItem, Reply<VerifiedItem>> limit,
      Processes processes) {
    this.reader = reader;
    this.workers = workers;
    this.limit = limit;
    this.processes = processes;
  }

  /**
   * @param process as the path has it
   * @param item the bytes of a signed data item whose target is the process; it needs no tags
   * @param client whose turn it takes
   * @return the item's id, or the refusal
   */
  public CompletionStage<Reply<String>> accept(String process, byte[] item, String client) {
    return workers
        .submit(client, () -> reader.read(item).then(limit).then(read -> isFor(process, read)))
        .thenCompose(
            read ->
                read.thenAsk(
                    signed ->
                        processes
                            .lookUp(process)
                            .thenApply(found -> found.then(known -> Reply.given(signed.id())))));
  }

  private static Reply<VerifiedItem> isFor(String process, VerifiedItem item) {
    return item.targetId().equals(process)
        ? Reply.given(item)
        : Reply.denied(
            ApiError.invalidRequest(
                "the path names process "
                    + ApiError.quote(process)
                    + ", the item's target is "
                    + ApiError.quote(item.targetId())
                    + "; they must be the same"));
  }
}
