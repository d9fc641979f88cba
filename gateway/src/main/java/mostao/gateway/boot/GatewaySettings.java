package mostao.gateway.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings under {@code mostao.gateway}. */
@ConfigMapping(prefix = "mostao.gateway")
interface GatewaySettings {
  /**
   * Where clients reach the gateway; the host and port it listens on if not set. GraphQL's
   * Scheduler-Location is {@code /su} there.
   */
  Optional<URI> publicUrl();

  /** How long clients may rely on the Scheduler-Location. */
  @WithDefault("1h")
  Duration schedulerTimeToLive();
}
