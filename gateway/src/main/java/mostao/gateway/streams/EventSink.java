package mostao.gateway.streams;

/** A client's connection. Used by one thread at a time. */
public interface EventSink {
  void write(String text);

  /** Whether the client has not read enough of what was written. */
  boolean full();

  /** The client's connection ends behind these last words, and all before them. */
  void end(String text);

  /** The connection ends at once; unread events are lost. */
  void cut();
}
