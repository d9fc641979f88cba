package mostao.ao.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A handler's decision about one message. Messages other than the reply are sent through {@link
 * Ao}; they are dropped when the answer is a refusal.
 *
 * @param <C> the changes this kind of process knows
 */
public sealed interface Answer<C> {
  /** Done: reply with {@code body}. */
  record Reply<C>(JsonNode body, List<C> changes) implements Answer<C> {
    public Reply {
      changes = List.copyOf(changes);
    }
  }

  /** Done, without a reply: the answer to a notification, a response, a birth. */
  record Quiet<C>(List<C> changes) implements Answer<C> {
    public Quiet {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Refused. {@code details} are further fields for the reply's JSON ({@code sessionID: null}), or
   * an empty object.
   */
  record Refused<C>(Refusal refusal, ObjectNode details) implements Answer<C> {}

  static <C> Answer<C> reply(JsonNode body, List<C> changes) {
    return new Reply<>(body, changes);
  }

  static <C> Answer<C> reply(JsonNode body) {
    return new Reply<>(body, List.of());
  }

  static <C> Answer<C> quiet(List<C> changes) {
    return new Quiet<>(changes);
  }

  static <C> Answer<C> refused(Refusal refusal) {
    return new Refused<>(refusal, Json.object());
  }
}
