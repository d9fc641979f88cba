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
}
