package mostao.messenger.authority;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings under {@code mostao.authority}. */
@ConfigMapping(prefix = "mostao.authority")
public interface AuthoritySettings {
  /** File with the authority's wallet; made with mode 0600 if there is none. */
  @WithDefault("authority.json")
  String keyFile();
}
