package mostao.ao.assignment;

import java.util.List;
import java.util.Objects;

/**
 * One place in a process's order, and what stands there.
 *
 * @param nonce from 0, the process item itself
 * @param timestamp Unix milliseconds
 * @param message id of the message; the process's own id at nonce 0
 * @param exclude names of fields of the message that the process does not get to see
 */
public record Slot(long nonce, long timestamp, String message, List<String> exclude) {
  public Slot {
    if (nonce < 0) {
      throw new IllegalArgumentException("nonce " + nonce + ": slots are counted from 0");
    }
    Objects.requireNonNull(message, "message");
    exclude = List.copyOf(exclude);
  }
}
