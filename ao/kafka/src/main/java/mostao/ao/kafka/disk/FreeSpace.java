package mostao.ao.kafka.disk;

import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The room that is left for records. Thread-safe, never blocks. */
@FunctionalInterface
public interface FreeSpace {
  /**
   * @return free bytes of the fullest disk; nothing if no broker tells; fails when the brokers
   *     don't answer
   */
  CompletionStage<OptionalLong> least();
}
