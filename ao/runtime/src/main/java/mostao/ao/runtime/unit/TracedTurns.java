package mostao.ao.runtime.unit;

import java.util.List;
import java.util.Optional;
import mostao.ao.kafka.log.About;
import mostao.ao.kafka.trace.Span;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.message.Message;
import mostao.ao.turn.Follower;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.wire.Decoded.Fault;
import mostao.ao.wire.OutboxRecord;

/**
 * Spans of turns: one for each batch, which is linked to the messages in it, and in the trace of
 * each message one of its evaluation. Made when the transaction was kept, so that an evaluation
 * that did not count leaves none. Labels are those of the metrics: nothing that a client writes.
 */
final class TracedTurns implements Follower {
  private static final String OUTCOME = "ao.outcome";

  private final Traces traces;
  private final EvaluationMeters labels;

  TracedTurns(Traces traces, EvaluationMeters labels) {
    this.traces = traces;
    this.labels = labels;
  }

  @Override
  public Following begin(List<ReceivedRecord> batch) {
    Span turn = traces.join("turn", batch.stream().map(ReceivedRecord::trace).toList());
    return turn.isRecorded() ? new Turned(turn) : NONE.begin(batch);
  }

  private final class Turned implements Following {
    private final Span turn;
    private About about;
    private boolean published;

    Turned(Span turn) {
      this.turn = turn;
    }

    @Override
    public long begun(ReceivedRecord received, Message message) {
      about = About.message(message.id(), message.target(), received.trace()).begin();
      return traces.now();
    }

    @Override
    public long ended() {
      about.end();
      about = null;
      return traces.now();
    }

    @Override
    public Optional<byte[]> kept(Step step) {
      ReceivedRecord received = step.received();
      Span span =
          traces.follow("evaluate", Traces.Kind.TAKES, received.trace(), step.began()).link(turn);
      if (!span.isRecorded()) {
        return received.trace();
      }
      span.set("messaging.system", "kafka")
          .set("messaging.destination.name", received.topic())
          .set("messaging.destination.partition.id", Integer.toString(received.partition()))
          .set("messaging.kafka.offset", received.offset())
          .set("ao.redelivered", step.repeated());
      step.message().ifPresent(id -> span.set("ao.message", id).set("ao.process", received.key()));
      step.outcome().ifPresent(outcome -> describe(span, outcome));
      step.fault().map(Fault::name).ifPresent(name -> span.set(OUTCOME, name).failed(name));
      if (step.outcome().isEmpty() && step.fault().isEmpty()) {
        span.set(OUTCOME, "repeated");
      }
      if (step.ended() > 0) {
        span.endAt(step.ended());
      } else {
        span.end();
      }
      return span.context();
    }

    private void describe(Span span, OutboxRecord outcome) {
      span.set("ao.process", outcome.process())
          .set("ao.action", labels.action(outcome.process(), outcome.message(), outcome.action()))
          .set("ao.nonce", outcome.nonce())
          .set(OUTCOME, labels.outcome(outcome.result()));
      if (outcome.result().error().isPresent()) {
        span.failed("the evaluation ended with an Error");
      }
    }

    @Override
    public void published() {
      published = true;
    }

    @Override
    public void close() {
      if (about != null) {
        // The evaluation was broken off.
        about.end();
      }
      if (!published) {
        turn.failed("not published: the batch is taken again");
      }
      turn.end();
    }
  }
}
