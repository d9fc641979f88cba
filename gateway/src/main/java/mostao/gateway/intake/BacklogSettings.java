package mostao.gateway.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.backlog}. */
@ConfigMapping(prefix = "mostao.backlog")
public interface BacklogSettings {
  /**
   * Records that may wait on one inbox, or on one outbox for the messenger; beyond, items from
   * outside are refused. 0: no limit.
   */
  @WithDefault("100000")
  long records();

  /** How often the broker is asked how many there are. */
  @WithDefault("1s")
  Duration check();
}
