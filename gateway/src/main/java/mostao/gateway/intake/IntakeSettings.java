package mostao.gateway.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** Settings under {@code mostao.intake}. */
@ConfigMapping(prefix = "mostao.intake")
public interface IntakeSettings {
  /**
   * Largest item, and largest body: 1 MiB of data, and room for signature, key and tags. At most
   * 1,350,000, or its record may not fit its topic. Beyond: 413.
   */
  @WithDefault("1056768")
  int itemBytes();

  /** Threads that verify signatures; if not set, one for each processor, at least 2. */
  OptionalInt workers();

  /** Requests that may wait for such a thread; further ones are refused as {@code Overloaded}. */
  @WithDefault("1000")
  int queue();

  /**
   * Accepted items that are remembered, about 150 bytes each, so that the answer can say that an
   * item was sent again ({@code known}). 0: none.
   */
  @WithDefault("50000")
  int remembered();

  /**
   * Items between their arrival and the broker's acknowledgement; further ones are refused as
   * {@code Overloaded} (metric {@code mostao_intake_in_flight}).
   */
  @WithDefault("2000")
  int inFlight();

  /** The same in bytes of items. */
  @WithDefault("67108864")
  long inFlightBytes();
}
