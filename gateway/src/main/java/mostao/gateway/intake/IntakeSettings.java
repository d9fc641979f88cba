package mostao.gateway.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** Settings under {@code mostao.intake}. */
@ConfigMapping(prefix = "mostao.intake")
public interface IntakeSettings {
  /** Largest item in bytes: 1 MiB of data, and room for signature, key and tags. */
  @WithDefault("1056768")
  int itemBytes();

  /** Threads that verify signatures; as many as the machine has processors if not set. */
  OptionalInt workers();

  /** Requests that wait for a worker. */
  @WithDefault("1000")
  int queue();

  /**
   * Accepted items that are remembered, about 150 bytes each, so that the answer can say that an
   * item was sent again. 0: none.
   */
  @WithDefault("50000")
  int remembered();

  /** Items in flight between their arrival and the broker's acknowledgement. */
  @WithDefault("2000")
  int inFlight();

  /** The same in bytes of items. */
  @WithDefault("67108864")
  long inFlightBytes();
}
