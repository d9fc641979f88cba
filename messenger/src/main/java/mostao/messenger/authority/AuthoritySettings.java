package mostao.messenger.authority;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings under {@code mostao.authority}. */
@ConfigMapping(prefix = "mostao.authority")
public interface AuthoritySettings {
  /**
   * The authority's wallet (JWK, Ed25519), the same for all copies. Created with mode 0600 if it is
   * missing. Refused at start if others can read it, except a file of root that a group of ours may
   * read (a mounted Kubernetes Secret). Anyone who has it speaks for every process. If it is lost,
   * the deployment starts over, empty.
   */
  @WithDefault("authority.json")
  String keyFile();
}
