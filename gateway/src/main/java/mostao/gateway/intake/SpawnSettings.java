package mostao.gateway.intake;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Settings under {@code mostao.spawn}. */
@ConfigMapping(prefix = "mostao.spawn")
public interface SpawnSettings {
  /** Names of the modules that a wallet may spawn processes of; none if not set. */
  Optional<Set<String>> modules();
}
