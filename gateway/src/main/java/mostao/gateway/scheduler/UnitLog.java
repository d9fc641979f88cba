package mostao.gateway.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import mostao.ao.assignment.Slot;
import mostao.ao.kafka.directory.ProcessEntry;
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
    Map<String, String> query =
        Map.of("from-nonce", Long.toString(fromNonce), "limit", Long.toString(limit));
    return units
        .get(process.module(), path(process, "/slots"), query)
        .thenApply(answer -> answer.then(page -> Reply.given(page(process, fromNonce, page))));
  }

  private static Page page(ProcessEntry process, long fromNonce, JsonNode page) {
    List<Slot> slots = new ArrayList<>();
    for (JsonNode slot : page.path("slots")) {
      if (!slot.path(0).isIntegralNumber() || !slot.path(1).isTextual()) {
        throw new Unavailable(ApiError.unitUnavailable(process.module()), null);
      }
      List<String> hidden = new ArrayList<>();
      slot.path(2).forEach(name -> hidden.add(name.asText()));
      slots.add(
          new Slot(
              fromNonce + slots.size(), slot.path(0).longValue(), slot.path(1).asText(), hidden));
    }
    return new Page(slots, page.path("hasNextPage").asBoolean());
  }

  /** {@code {hasNextPage, entries}}, whose entries {@link Entry#of} reads. */
  CompletionStage<Reply<JsonNode>> page(ProcessEntry process, Map<String, String> query) {
    return units.get(process.module(), path(process, "/assignments"), query);
  }

  /** One message at a process; denied with 404 when it has not evaluated it. */
  CompletionStage<Reply<Entry>> entry(ProcessEntry process, String message) {
    return units
        .get(process.module(), path(process, "/assignments/" + message), Map.of())
        .thenApply(answer -> answer.then(line -> Reply.given(Entry.of(process.module(), line))));
  }

  /** A message wherever processes of a module evaluated it; denied with 404 when none did. */
  CompletionStage<Reply<Entry>> anywhere(String module, String message) {
    return units
        .get(module, "/unit/messages/" + message, Map.of())
        .thenApply(answer -> answer.then(line -> Reply.given(Entry.of(module, line))));
  }

  private static String path(ProcessEntry process, String rest) {
    return "/unit/processes/" + process.process() + rest;
  }
}
