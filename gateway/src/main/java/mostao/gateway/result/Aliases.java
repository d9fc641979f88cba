package mostao.gateway.result;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import mostao.ao.kafka.directory.ProcessEntry;

/** Other ids that a message goes by: that of its assignment. Thread-safe, never blocks. */
public interface Aliases {
  /** The message that this id stands for, if this gateway has seen it. */
  Optional<String> known(String process, String id);

  /**
   * As {@link #known}, after a look at everything the process has evaluated.
   *
   * @return fails when a unit is away
   */
  CompletionStage<Optional<String>> find(ProcessEntry process, String id);
}
