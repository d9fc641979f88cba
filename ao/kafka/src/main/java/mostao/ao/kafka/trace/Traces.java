package mostao.ao.kafka.trace;

import java.util.Collection;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes spans. A context is the value of a W3C {@code traceparent}; one that can't be read is as
 * none. Thread-safe, and nothing here waits for the collector.
 */
public interface Traces extends AutoCloseable {
  /** Makes none, and hands every context on as it is. */
  Traces OFF = new Off();

  /**
   * @param program its name among the services of the collector
   */
  static Traces of(TraceSettings settings, String program) {
    return settings.endpoint().isEmpty()
        ? OFF
        : OtlpTraces.to(
            settings.endpoint().get(),
            settings.queue(),
            program,
            Logger.getLogger("mostao.trace")::warn);
  }

  /** Whether spans are made at all. */
  boolean areOn();

  /**
   * A span of its own decision: part of the trace that is named, or of a new one.
   *
   * @param recorded whether this span and all that follow from it are recorded
   */
  Span begin(String name, Optional<byte[]> context, boolean recorded);

  /**
   * A span of what follows from another. Without a context, or of one that is not recorded, there
   * is none.
   *
   * @param from when it began, see {@link #now}; 0 for now
   */
  Span follow(String name, Kind kind, Optional<byte[]> context, long from);

  /** As {@link #follow(String, Kind, Optional, long)}, from now on. */
  default Span follow(String name, Kind kind, Optional<byte[]> context) {
    return follow(name, kind, context, 0);
  }

  /** A span of what is done for many at once: a trace of its own, linked to the recorded ones. */
  Span join(String name, Collection<Optional<byte[]>> contexts);

  /**
   * Counts something, so that a metric may name its trace as an example: see {@link Exemplars}.
   *
   * @param context of what is counted
   */
  void count(Optional<byte[]> context, Runnable counting);

  /** What this thread is counting, if that is recorded. */
  Optional<Example> counted();

  /** A span, as metrics name it. Ids in hexadecimal. */
  record Example(String trace, String span) {}

  /** Now, for {@link #follow} and {@link Span#endAt}: nanoseconds since 1970; 0 when off. */
  long now();

  /** Sends what is left, for a moment. */
  @Override
  void close();

  /** What a span is to the one before it. */
  enum Kind {
    INSIDE,
    SENDS,
    TAKES
  }
}
