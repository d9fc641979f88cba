package mostao.ao.kafka.lag;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** How many records of each topic its consumers have not taken yet. */
@FunctionalInterface
public interface TopicLag {
  /** Records by topic; fails when the broker does not answer in time. */
  CompletionStage<Map<String, Long>> ask();
}
