package mostao.messenger.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.directory}. */
@ConfigMapping(prefix = "mostao.directory")
interface DirectorySettings {
  /**
   * How long a look-up of an unknown process may wait for the directory to be read to its end; then
   * the batch is tried again.
   */
  @WithDefault("3s")
  Duration catchUpTimeout();

  /**
   * Processes that the deployment may have, 32 bytes of heap each; the messenger does not start if
   * that is more than half of its heap. Beyond, a process that another one asks for is not made:
   * what asked for it becomes a dead letter, {@code DirectoryFull}, and everything else goes on.
   * Give gateways and messengers the same.
   */
  @WithDefault("2000000")
  int processes();
}
