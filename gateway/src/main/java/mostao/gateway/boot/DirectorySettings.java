package mostao.gateway.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.directory}. */
@ConfigMapping(prefix = "mostao.directory")
interface DirectorySettings {
  /**
   * How long a look-up of an unknown process may wait for the directory to be read to its end; then
   * the answer is 503.
   */
  @WithDefault("3s")
  Duration catchUpTimeout();

  /**
   * Processes that the deployment may have, 32 bytes of heap each; the gateway does not start if
   * that is more than half of its heap. Beyond, process items of wallets are refused as {@code
   * DirectoryFull} (503), and everything else goes on. Give gateways and messengers the same.
   */
  @WithDefault("2000000")
  int processes();

  /**
   * Processes that were read back from the topic for lists, kept in memory, about 200 bytes each.
   */
  @WithDefault("10000")
  int cached();
}
