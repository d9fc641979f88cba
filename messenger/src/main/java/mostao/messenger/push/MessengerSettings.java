package mostao.messenger.push;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.messenger}. */
@ConfigMapping(prefix = "mostao.messenger")
public interface MessengerSettings {
  /** Pause before a batch that could not be carried is tried again; doubles up to the most. */
  @WithDefault("100ms")
  Duration backoff();

  @WithDefault("5s")
  Duration mostBackoff();

  /** A batch that takes longer is told by health. */
  @WithDefault("5s")
  Duration patience();

  /** How many addresses are remembered as not being processes. */
  @WithDefault("100000")
  int knownWallets();
}
