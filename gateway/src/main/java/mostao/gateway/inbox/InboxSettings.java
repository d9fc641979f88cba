package mostao.gateway.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.inbox}. */
@ConfigMapping(prefix = "mostao.inbox")
public interface InboxSettings {
  /** How long a client may wait for the broker's acknowledgement. */
  @WithDefault("5s")
  Duration deliveryTimeout();

  /** How long handing over a record may block while topics are unknown or the buffer is full. */
  @WithDefault("2s")
  Duration blockTimeout();

  /** Memory for records on their way, in bytes, of each of the two producers. */
  @WithDefault("33554432")
  long bufferBytes();
}
