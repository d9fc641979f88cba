package mostao.ao.unit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import mostao.ao.wire.JsonFields;

/**
 * Which evaluation an entry is of.
 *
 * @param process the process that evaluated
 * @param message id of what it evaluated
 * @param nonce its place in the order of the process, from 0
 * @param timestamp of the message, Unix milliseconds
 */
public record Evaluated(String process, String message, long nonce, long timestamp) {
  public Evaluated {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(message, "message");
    if (nonce < 0) {
      throw new IllegalArgumentException("Nonce is " + nonce + ": evaluations are counted from 0");
    }
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("Process", process)
        .put("Message", message)
        .put("Nonce", nonce)
        .put("Timestamp", timestamp);
  }

  static Evaluated read(JsonFields entry) {
    return new Evaluated(
        entry.text("Process"),
        entry.text("Message"),
        entry.number("Nonce"),
        entry.number("Timestamp"));
  }
}
