package mostao.ao.kafka.tail;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where a topic's partitions end at the moment of asking. */
public interface EndOffsets {
  /** Offsets by partition; fails when the broker does not answer in time. */
  CompletionStage<Map<Integer, Long>> ask();
}
