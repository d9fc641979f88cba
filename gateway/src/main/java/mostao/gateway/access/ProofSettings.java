package mostao.gateway.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.proof}. */
@ConfigMapping(prefix = "mostao.proof")
public interface ProofSettings {
  /**
   * How far the {@code Timestamp} of a signed dry-run or an access item may be from now, either
   * way.
   */
  @WithDefault("5m")
  Duration window();
}
