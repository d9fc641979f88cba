package mostao.gateway.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.access}. */
@ConfigMapping(prefix = "mostao.access")
public interface AccessSettings {
  /** File with the 32 bytes that tokens are made with; created with mode 0600 if missing. */
  @WithDefault("access.key")
  String keyFile();

  /** How often the file is read again: so long an old token may outlive its replacement. */
  @WithDefault("5s")
  Duration keyCheck();

  /** How long a token is good for, counted from the item's {@code Timestamp}. */
  @WithDefault("1h")
  Duration lifetime();
}
