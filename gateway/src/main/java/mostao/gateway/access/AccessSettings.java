package mostao.gateway.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Settings under {@code mostao.access}. */
@ConfigMapping(prefix = "mostao.access")
public interface AccessSettings {
  /**
   * The 32 bytes that authenticate access tokens, the same for all gateways. Created with mode 0600
   * if it is missing. Refused at start if others can read it, except a file of root that a group of
   * ours may read (a mounted Kubernetes Secret). Its holder can list what any wallet may list.
   */
  @WithDefault("access.key")
  String keyFile();

  /** How often the access key is read again; a revoked token works at most that much longer. */
  @WithDefault("5s")
  Duration keyCheck();

  /**
   * Origins beside that of {@code mostao.public-url} for which clients may sign access items, such
   * as {@code http://gateway:8080} within a cluster; none if not set.
   */
  Optional<Set<String>> origins();

  /** How long an access token is good for, from the item's {@code Timestamp}; 1s to 24h. */
  @WithDefault("1h")
  Duration lifetime();
}
