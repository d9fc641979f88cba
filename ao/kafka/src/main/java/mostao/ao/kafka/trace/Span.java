package mostao.ao.kafka.trace;

import java.util.Optional;

/**
 * A piece of work on the way of a message. Ids, counts and names of our own belong into it; nothing
 * else of what a client wrote. Used by one thread at a time.
 */
public interface Span {
  /** Whether it is recorded; otherwise all that is said of it is lost. */
  boolean isRecorded();

  /** The context under which what follows from it is sent. */
  Optional<byte[]> context();

  Span set(String attribute, String value);

  Span set(String attribute, long value);

  Span set(String attribute, boolean value);

  /** That this was done together with others. */
  Span link(Span together);

  /**
   * It did not go well.
   *
   * @param why the name of a fault or of a class
   */
  Span failed(String why);

  void end();

  /**
   * As {@link #end}, for one that is over.
   *
   * @param nanos see {@link Traces#now}
   */
  void endAt(long nanos);
}
