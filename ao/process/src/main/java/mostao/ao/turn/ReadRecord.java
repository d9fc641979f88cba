package mostao.ao.turn;

import java.util.Objects;
import mostao.ao.wire.Decoded;

/**
 * A record of an inbox and what it says, so that records are read and their signatures checked
 * while the batch before is being evaluated. Made by {@link InboxVerifier#read} alone.
 */
public final class ReadRecord {
  private final ReceivedRecord received;
  private final Decoded<VerifiedRecord> decoded;

  ReadRecord(ReceivedRecord received, Decoded<VerifiedRecord> decoded) {
    this.received = Objects.requireNonNull(received, "received");
    this.decoded = Objects.requireNonNull(decoded, "decoded");
  }

  public ReceivedRecord received() {
    return received;
  }

  /** The item, or why it is no message. */
  public Decoded<VerifiedRecord> decoded() {
    return decoded;
  }
}
