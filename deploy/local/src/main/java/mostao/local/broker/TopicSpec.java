package mostao.local.broker;

import java.util.Map;

/**
 * A topic that must exist.
 *
 * @param name the topic's name
 * @param partitions how many; never changed, since records are spread by key
 * @param config topic settings by their Kafka names, for example {@code cleanup.policy}
 */
public record TopicSpec(String name, int partitions, Map<String, String> config) {
  /** Checks and copies. */
  public TopicSpec {
    if (partitions < 1) {
      throw new IllegalArgumentException(name + " needs at least one partition: " + partitions);
    }
    config = Map.copyOf(config);
  }
}
