package mostao.ao.testkit.simulation;

/** The faults, and how often each occurs in a thousand opportunities. */
public enum Fault {
  /** A service instance dies between any two things it does. */
  CRASH(12),
  /** A gateway dies with all it has not sent yet. */
  GATEWAY_CRASH(2),
  /** A messenger dies with all it has not sent yet. */
  MESSENGER_CRASH(2),
  /** The database does not answer; nothing was kept. */
  TRANSACTION_REFUSED(30),
  /** The database does not answer; everything was kept. */
  TRANSACTION_UNANSWERED(40),
  /** A service stops waiting for the broker, which writes its records later, or never. */
  PUBLICATION_UNANSWERED(40),
  /** The broker takes nothing from this producer for now. */
  BROKER_SLOW(150),
  /** The record is written, but the client who posted it is told otherwise. */
  ACKNOWLEDGEMENT_LOST(60),
  /** The record of a client is not written, and the client is told; a producer has no room. */
  RECORD_REFUSED(60),
  /** An offset is not committed, or much later. */
  COMMIT_LOST(150),
  /** Partitions move to other members of their group. */
  REBALANCE(8),
  /** A member does not see that it has lost partitions, and goes on. */
  ZOMBIE(400),
  /** One participant stands still in the middle of a batch while all others go on. */
  PAUSE(60),
  /** A client posts again what was accepted. */
  RETRY(10),
  /** A record that is not a message, or not from the sender it names, gets onto an inbox. */
  GARBAGE(4),
  /** A record is on an inbox twice. */
  DUPLICATE(6),
  /** The broker's clock jumps, as clocks do. */
  CLOCK_JUMP(4),
  /** An operator sets the offsets of a group back to the beginning. */
  OFFSET_RESET(1);

  private final int perMille;

  Fault(int perMille) {
    this.perMille = perMille;
  }

  int perMille() {
    return perMille;
  }
}
