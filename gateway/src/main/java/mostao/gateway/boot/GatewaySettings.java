package mostao.gateway.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.gateway}. */
@ConfigMapping(prefix = "mostao.gateway")
interface GatewaySettings {
  /** How long clients may rely on the Scheduler-Location. */
  @WithDefault("1h")
  Duration schedulerTimeToLive();
}
