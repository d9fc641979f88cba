package mostao.ao.process;

import java.util.List;
import mostao.ao.message.Result;

/**
 * The outcome of evaluating one message.
 *
 * @param changes to apply to the process's rows, in order
 * @param result to log and to publish
 * @param reference the last reference the process has used
 */
public record Outcome<C>(List<C> changes, Result result, long reference) {
  public Outcome {
    changes = List.copyOf(changes);
  }
}
