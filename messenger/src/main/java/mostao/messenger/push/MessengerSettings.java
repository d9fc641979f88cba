package mostao.messenger.push;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.messenger}. */
@ConfigMapping(prefix = "mostao.messenger")
public interface MessengerSettings {
  /** Pause before a batch that could not be carried is tried again; it doubles with each try. */
  @WithDefault("100ms")
  Duration backoff();

  /** The longest such pause. */
  @WithDefault("5s")
  Duration mostBackoff();

  /** A batch that takes longer is told by health: {@code a batch can't be delivered}. */
  @WithDefault("5s")
  Duration patience();

  /** Addresses remembered, for a minute each, as being wallets, not processes. */
  @WithDefault("100000")
  int knownWallets();
}
