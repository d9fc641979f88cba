package mostao.gateway.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.backlog}. */
@ConfigMapping(prefix = "mostao.backlog")
public interface BacklogSettings {
  /**
   * Records that may wait on one inbox for its service, or on one outbox for the messenger. Beyond
   * that, items of the addresses that wrote more than the average in the last half minute or so are
   * refused as {@code Overloaded}; when a quarter more wait, everybody's are. Messages between
   * processes are always carried. 0: no limit.
   */
  @WithDefault("100000")
  long records();

  /** How often the broker is asked how many records wait. */
  @WithDefault("1s")
  Duration check();
}
