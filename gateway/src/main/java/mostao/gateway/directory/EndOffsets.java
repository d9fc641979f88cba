package mostao.gateway.directory;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where the directory's partitions end at the moment of asking. */
interface EndOffsets {
  /** Offsets by partition; fails when the broker does not answer in time. */
  CompletionStage<Map<Integer, Long>> ask();
}
