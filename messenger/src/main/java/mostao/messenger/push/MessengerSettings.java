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

  /**
   * How long after a batch began the rest behind it ends, at the latest. Behind a batch of four
   * records or more the thread that takes batches rests as long as the batch took, or until a full
   * one waits: where the processors are busy, fewer and larger batches cost less. At most {@code
   * 1s}; {@code 0s}: no rest.
   */
  @WithDefault("20ms")
  Duration longestRest();

  /** A batch that takes longer is told by health: {@code a batch can't be delivered}. */
  @WithDefault("5s")
  Duration patience();

  /** Addresses remembered, for a minute each, as being wallets, not processes. */
  @WithDefault("100000")
  int knownWallets();
}
