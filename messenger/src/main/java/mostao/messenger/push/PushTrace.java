package mostao.messenger.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.kafka.trace.Span;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.OutboxRecord;

/**
 * The spans of one batch: one of the batch, linked to the messages in it, and in the trace of each
 * Result that sends something one of its push, under which what it sends goes on.
 */
final class PushTrace {
  private final OutboxBatch batch;
  private final Span together;
  private final List<Span> pushes;
  private int tries;

  private PushTrace(OutboxBatch batch, Span together, List<Span> pushes) {
    this.batch = batch;
    this.together = together;
    this.pushes = pushes;
  }

  static PushTrace of(OutboxBatch batch, Traces traces) {
    Span together =
        traces.join(
            "carry", batch.entries().stream().map(entry -> entry.polled().trace()).toList());
    if (!together.isRecorded()) {
      return new PushTrace(batch, together, List.of());
    }
    List<OutboxBatch.Entry> entries = new ArrayList<>();
    List<Span> pushes = new ArrayList<>();
    for (OutboxBatch.Entry entry : batch.entries()) {
      Optional<Span> push = push(entry, together, traces);
      push.ifPresent(pushes::add);
      entries.add(push.map(span -> entry.under(span.context())).orElse(entry));
    }
    return new PushTrace(new OutboxBatch(entries), together, pushes);
  }

  private static Optional<Span> push(OutboxBatch.Entry entry, Span together, Traces traces) {
    if (!(entry.decoded() instanceof Decoded.Ok<OutboxRecord> ok)) {
      return Optional.empty();
    }
    OutboxRecord record = ok.value();
    int messages = record.result().messages().size();
    int spawns = record.result().spawns().size();
    if (messages + spawns == 0) {
      return Optional.empty();
    }
    PolledRecord polled = entry.polled();
    Span push = traces.follow("push", Traces.Kind.TAKES, polled.trace());
    return push.isRecorded()
        ? Optional.of(
            push.link(together)
                .set("messaging.system", "kafka")
                .set("messaging.destination.name", polled.topic())
                .set("messaging.destination.partition.id", Integer.toString(polled.partition()))
                .set("messaging.kafka.offset", polled.offset())
                .set("ao.message", record.message())
                .set("ao.process", record.process())
                .set("ao.nonce", record.nonce())
                .set("ao.messages", messages)
                .set("ao.spawns", spawns))
        : Optional.empty();
  }

  /** The batch, its records under the contexts of their pushes. */
  OutboxBatch batch() {
    return batch;
  }

  /** It is carried once more. */
  void tried() {
    tries++;
  }

  void end() {
    pushes.forEach(push -> push.set("ao.tries", tries).end());
    together.set("ao.tries", tries).end();
  }
}
