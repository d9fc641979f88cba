package mostao.gateway.boot;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Settings under {@code mostao.authority}. */
@ConfigMapping(prefix = "mostao.authority")
interface AuthoritySettings {
  /**
   * Address of the authority, the wallet that speaks for processes: the deployment record must name
   * it and be signed by it. If it is not set, the gateway believes the record in the directory,
   * which only the messenger may write.
   */
  Optional<String> address();
}
