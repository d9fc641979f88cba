package mostao.messenger.authority;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings under {@code mostao.authority}. */
@ConfigMapping(prefix = "mostao.authority")
public interface AuthoritySettings {
  /** File with the authority's wallet; created with mode 0600 if missing. */
  @WithDefault("authority.json")
  String keyFile();
}
