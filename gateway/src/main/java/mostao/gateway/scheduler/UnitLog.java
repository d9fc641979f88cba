package mostao.gateway.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import mostao.ao.assignment.Slot;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.unit.AssignmentEntry;
import mostao.ao.unit.AssignmentsQuery;
import mostao.ao.unit.SlotPage;
import mostao.ao.unit.SlotsQuery;
import mostao.ao.unit.UnitRequest;
import mostao.gateway.access.Caller;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.units.Units;

/** The logs of the units, asked over REST. Thread-safe, never blocks. */
public final class UnitLog implements SlotSource {
  private final Units units;

  public UnitLog(Units units) {
    this.units = units;
  }

  @Override
  public CompletionStage<Reply<Page>> slots(ProcessEntry process, long fromNonce, long limit) {
    SlotsQuery query =
        new SlotsQuery(
            OptionalLong.of(fromNonce), OptionalInt.of((int) Math.min(limit, Integer.MAX_VALUE)));
    return units
        // A chain is computed once for all who wait for it.
        .ask(
            "process " + process.process(),
            process.module(),
            UnitRequest.slots(process.process(), query))
        .thenApply(answer -> answer.then(page -> Reply.given(page(process, fromNonce, page))));
  }

  private static Page page(ProcessEntry process, long fromNonce, SlotPage page) {
    if (page.first() != fromNonce) {
      throw new Unavailable(ApiError.unitUnavailable(process.module()), null);
    }
    List<Slot> slots = new ArrayList<>();
    for (SlotPage.Slot slot : page.slots()) {
      long nonce = fromNonce + slots.size();
      slots.add(new Slot(nonce, slot.timestamp(), slot.message(), slot.hidden()));
    }
    return new Page(slots, page.more());
  }

  /**
   * A page of the messages to a process.
   *
   * @param workers where the page is read
   */
  CompletionStage<Reply<Stretch>> stretch(
      ProcessEntry process, AssignmentsQuery query, Caller caller, Executor workers) {
    return units
        .ask(
            caller.client(),
            process.module(),
            UnitRequest.assignments(process.process(), query),
            workers)
        .thenApply(
            answer ->
                answer.then(
                    page ->
                        Reply.given(
                            new Stretch(
                                page.entries().stream().map(Entry::of).toList(), page.more()))));
  }

  /**
   * One message at a process; denied with 404 when it has not evaluated it, with 410 if long ago.
   */
  CompletionStage<Reply<Entry>> entry(ProcessEntry process, String message, Caller caller) {
    return entry(caller, process.module(), UnitRequest.assignment(process.process(), message));
  }

  /** A message that any process of a module evaluated; denied with 404 if none did. */
  CompletionStage<Reply<Entry>> anywhere(String module, String message, Caller caller) {
    return entry(caller, module, UnitRequest.message(message));
  }

  private CompletionStage<Reply<Entry>> entry(
      Caller caller, String module, UnitRequest<AssignmentEntry> request) {
    return units
        .ask(caller.client(), module, request)
        .thenApply(answer -> answer.then(entry -> Reply.given(Entry.of(entry))));
  }
}
