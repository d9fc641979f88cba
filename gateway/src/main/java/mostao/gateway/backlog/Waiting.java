package mostao.gateway.backlog;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** How many records of each topic its consumers have yet to take. */
interface Waiting extends AutoCloseable {
  /** Records by topic; fails when the broker does not answer in time. */
  CompletionStage<Map<String, Long>> ask();

  @Override
  void close();
}
