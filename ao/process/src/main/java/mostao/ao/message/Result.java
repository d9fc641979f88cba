package mostao.ao.message;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of evaluating one message (AO contract, section 3.1).
 *
 * @param messages to be pushed, in order
 * @param spawns processes asked for, in order
 * @param assignments existing messages to be assigned elsewhere
 * @param output text for people
 * @param error set only when a handler had a bug; then everything else is empty
 */
public record Result(
    List<Outgoing> messages,
    List<Spawn> spawns,
    List<Assign> assignments,
    String output,
    Optional<String> error) {

  /**
   * A message in an outbox.
   *
   * @param target process id or wallet address
   * @param anchor 32 digits, the sender's reference
   */
  public record Outgoing(String target, String data, String anchor, Tags tags) {
    public Outgoing {
      Objects.requireNonNull(target, "target");
      Objects.requireNonNull(data, "data");
      Objects.requireNonNull(anchor, "anchor");
      Objects.requireNonNull(tags, "tags");
    }
  }

  /** A process asked for; the messenger signs it, which gives it its id. */
  public record Spawn(String data, String anchor, Tags tags) {
    public Spawn {
      Objects.requireNonNull(data, "data");
      Objects.requireNonNull(anchor, "anchor");
      Objects.requireNonNull(tags, "tags");
    }
  }

  /** A wish to assign message {@code message} to {@code processes}. */
  public record Assign(List<String> processes, String message) {
    public Assign {
      processes = List.copyOf(processes);
      Objects.requireNonNull(message, "message");
    }
  }

  public Result {
    messages = List.copyOf(messages);
    spawns = List.copyOf(spawns);
    assignments = List.copyOf(assignments);
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(error, "error");
    if (error.isPresent()
        && !(messages.isEmpty() && spawns.isEmpty() && assignments.isEmpty() && output.isEmpty())) {
      throw new IllegalArgumentException("an error empties the outbox: " + error.get());
    }
  }

  public static Result of(List<Outgoing> messages, List<Spawn> spawns) {
    return new Result(messages, spawns, List.of(), "", Optional.empty());
  }

  /** No effect, and a sentence for people. */
  public static Result said(String output) {
    return new Result(List.of(), List.of(), List.of(), output, Optional.empty());
  }

  /** The same with a sentence for people. */
  public Result saying(String sentence) {
    return new Result(messages, spawns, assignments, sentence, error);
  }

  public static Result failed(String error) {
    return new Result(List.of(), List.of(), List.of(), "", Optional.of(error));
  }

  public static Result nothing() {
    return of(List.of(), List.of());
  }
}
