package mostao.gateway.intake;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Settings under {@code mostao.spawn}. */
@ConfigMapping(prefix = "mostao.spawn")
public interface SpawnSettings {
  /**
   * Names of the modules whose processes a wallet may spawn; none if not set. The local system sets
   * {@code registry}.
   */
  Optional<Set<String>> modules();
}
