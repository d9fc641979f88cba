package mostao.gateway.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The metrics of streams. Thread-safe. */
final class StreamMetrics {
  private final Counter events;
  private final Counter gaps;
  private final Counter stuck;

  StreamMetrics(MeterRegistry meters) {
    this.events = meters.counter("mostao.stream.events");
    this.gaps = meters.counter("mostao.stream.gaps");
    this.stuck = meters.counter("mostao.stream.stuck");
  }

  void sent(StreamEvent event) {
    (event.name().equals("gap") ? gaps : events).increment();
  }

  /** A client did not read. */
  void stuck() {
    stuck.increment();
  }
}
