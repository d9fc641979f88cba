package mostao.gateway.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
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
   * Accepted items that are remembered, about 150 bytes each, so that one that is sent again is
   * answered ({@code known}) and not written again. 0: none.
   */
  @WithDefault("50000")
  int remembered();

  /** How long they are remembered; after that, an item that is sent again is written again. */
  @WithDefault("1h")
  Duration rememberedFor();

  /**
   * Items between their arrival and the broker's acknowledgement (metric {@code
   * mostao_intake_in_flight}). When there are so many, the address that has most waiting makes room
   * for one that has fewer; refused as {@code Overloaded}.
   */
  @WithDefault("2000")
  int inFlight();

  /** The same in bytes of items. */
  @WithDefault("67108864")
  long inFlightBytes();
}
