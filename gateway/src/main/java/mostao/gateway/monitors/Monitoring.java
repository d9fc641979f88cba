package mostao.gateway.monitors;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.wire.MonitorRecord;
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Refused;
import mostao.gateway.directory.Directory;
import mostao.gateway.inbox.Inbox;
import mostao.gateway.inbox.Parcel;
import mostao.gateway.intake.ItemReader;
import mostao.gateway.monitors.Monitors.Monitor;

/**
 * Begins and ends monitors, for whoever signs an item whose target is the process (AO contract,
 * section 1.3). The item needs no tags. Thread-safe, never blocks.
 */
public final class Monitoring {
  private final ItemReader reader;
  private final Executor workers;
  private final Function<VerifiedItem, Answer<VerifiedItem>> limit;
  private final Directory directory;
  private final Monitors monitors;
  private final Inbox inbox;

  /**
   * @param limit whether a wallet may send one more item now
   */
  public Monitoring(
      ItemReader reader,
      Executor workers,
      Function<VerifiedItem, Answer<VerifiedItem>> limit,
      Directory directory,
      Monitors monitors,
      Inbox inbox) {
    this.reader = reader;
    this.workers = workers;
    this.limit = limit;
    this.directory = directory;
    this.monitors = monitors;
    this.inbox = inbox;
  }

  /**
   * @param process as the path has it
   * @param item the bytes of a signed data item
   * @return the item's id once the broker has acknowledged the monitor, or the refusal
   */
  public CompletionStage<Answer<String>> begin(String process, byte[] item) {
    return signed(process, item).thenComposeAsync(read -> read.thenAsk(this::begin), workers);
  }

  /** As {@link #begin}, to end it. */
  public CompletionStage<Answer<String>> end(String process, byte[] item) {
    return signed(process, item).thenComposeAsync(read -> read.thenAsk(this::end), workers);
  }

  /** The item, and everything is known that was recorded before it came. */
  private CompletionStage<Answer<VerifiedItem>> signed(String process, byte[] item) {
    return CompletableFuture.supplyAsync(
            () -> reader.read(item).then(limit).then(read -> isFor(process, read)), workers)
        .thenCompose(
            read ->
                read.thenAsk(
                    signed ->
                        directory
                            .lookUp(process)
                            .thenCombine(
                                monitors.catchUp(),
                                (found, done) -> found.then(listed -> Answer.given(signed)))));
  }

  private static Answer<VerifiedItem> isFor(String process, VerifiedItem item) {
    return item.targetId().equals(process)
        ? Answer.given(item)
        : Answer.denied(
            Refused.invalidRequest(
                "the path names process "
                    + Refused.quote(process)
                    + ", the item's target is "
                    + Refused.quote(item.targetId())
                    + "; they have to agree"));
  }

  private CompletionStage<Answer<String>> begin(VerifiedItem item) {
    Monitor monitor = new Monitor(item.targetId(), item.owner());
    Optional<Refused> refused = monitors.begin(monitor);
    if (refused.isPresent()) {
      return Answer.deniedNow(refused.get());
    }
    return inbox
        .deliver(
            Parcel.toMonitors(new MonitorRecord(monitor.process(), monitor.wallet(), item.id())))
        .whenComplete((done, failure) -> monitors.end(monitor))
        .thenApply(done -> Answer.given(item.id()));
  }

  private CompletionStage<Answer<String>> end(VerifiedItem item) {
    Monitor monitor = new Monitor(item.targetId(), item.owner());
    Optional<Refused> refused = monitors.refuseToEnd(monitor);
    if (refused.isPresent()) {
      return Answer.deniedNow(refused.get());
    }
    return inbox
        .deliver(
            Parcel.noMonitor(new MonitorRecord(monitor.process(), monitor.wallet(), item.id())))
        .thenApply(done -> Answer.given(item.id()));
  }
}
