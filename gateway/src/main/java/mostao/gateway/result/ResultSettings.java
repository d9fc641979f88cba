package mostao.gateway.result;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** Settings under {@code mostao.result}. */
@ConfigMapping(prefix = "mostao.result")
public interface ResultSettings {
  /** How long a request waits for an evaluation. */
  @WithDefault("30s")
  @WithName("wait")
  Duration longest();

  /** How often a waiting request asks the unit again, should the outbox have been missed. */
  @WithDefault("1s")
  Duration recheck();

  /** Requests that may wait at a time. */
  @WithDefault("10000")
  int waiters();
}
