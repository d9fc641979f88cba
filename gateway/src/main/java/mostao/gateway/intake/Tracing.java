package mostao.gateway.intake;

import java.util.Optional;
import mostao.ao.kafka.trace.Sampling;
import mostao.ao.kafka.trace.Span;
import mostao.ao.kafka.trace.Traces;

/** Where traces begin: which items are recorded is decided here. Thread-safe. */
public final class Tracing {
  private final Traces traces;
  private final Sampling sampling;

  public Tracing(Traces traces, Sampling sampling) {
    this.traces = traces;
    this.sampling = sampling;
  }

  /**
   * @param context that the client sent
   */
  Span post(Optional<byte[]> context) {
    return traces.begin("POST /", context, traces.areOn() && sampling.next());
  }

  void count(Span post, Runnable counting) {
    traces.count(post.context(), counting);
  }

  Span verify(Span post) {
    return traces.follow("verify", Traces.Kind.INSIDE, post.context());
  }

  /** A record on its way to the broker. */
  Span append(Span post, String topic) {
    return traces
        .follow("append", Traces.Kind.SENDS, post.context())
        .set("messaging.system", "kafka")
        .set("messaging.destination.name", topic);
  }
}
