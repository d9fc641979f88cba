package mostao.gateway.directory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.directory}. */
@ConfigMapping(prefix = "mostao.directory")
public interface DirectorySettings {
  /** How long a look-up may wait for the directory to be read to its end. */
  @WithDefault("3s")
  Duration catchUpTimeout();

  /** How many signers' addresses are remembered as being no process. */
  @WithDefault("100000")
  int knownWallets();
}
