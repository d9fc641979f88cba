package mostao.client.bench;

/**
 * One message of a run. All times by {@link System#nanoTime}; 0 is not yet. Each time is written by
 * one thread; what reads them all does so behind the run.
 */
final class Sent {
  final int pair;

  /** Of its content. */
  final long number;

  /** When it was to be sent: in a closed loop, when it was. */
  final long due;

  volatile long posted;
  volatile long accepted;
  volatile long delivered;
  volatile boolean answered;

  Sent(int pair, long number, long due) {
    this.pair = pair;
    this.number = number;
    this.due = due;
  }
}
