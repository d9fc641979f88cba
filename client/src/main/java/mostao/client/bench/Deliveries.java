package mostao.client.bench;

/**
 * Watches what is delivered, from the moment it is made, and tells the {@link Book}. Threads of its
 * own; {@link #close} ends them.
 */
interface Deliveries extends AutoCloseable {
  /** Where they are seen, in a word of the report. */
  String seenOn();

  /** Whether it also sees that the sending handle has the session's answer. */
  boolean seesAnswers();

  /** What keeps it from seeing more; empty while nothing does. */
  String failure();

  @Override
  void close();
}
