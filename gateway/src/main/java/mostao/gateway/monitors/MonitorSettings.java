package mostao.gateway.monitors;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.monitors}. */
@ConfigMapping(prefix = "mostao.monitors")
public interface MonitorSettings {
  /** Processes that one wallet may monitor. */
  @WithDefault("100")
  int perWallet();

  /** Monitors of all wallets. */
  @WithDefault("100000")
  int most();

  /** How long it may take to read what other gateways have recorded. */
  @WithDefault("3s")
  Duration catchUpTimeout();
}
