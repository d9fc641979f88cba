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
   * Behind a batch of four records or more the next begins no sooner than after a rest as long as
   * the batch took, and at most so long after it began, or when as many records wait as one batch
   * may have: fewer and larger batches cost less where the processors are busy. At most {@code 1s};
   * {@code 0s}: no rest.
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
