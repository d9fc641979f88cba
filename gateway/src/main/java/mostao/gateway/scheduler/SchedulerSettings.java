package mostao.gateway.scheduler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** Settings under {@code mostao.scheduler}. */
@ConfigMapping(prefix = "mostao.scheduler")
public interface SchedulerSettings {
  /** File with the key that signs assignments; created with mode 0600 if missing. */
  @WithDefault("scheduler.json")
  String keyFile();

  /** Addresses of keys that signed assignments of this deployment before. */
  Optional<Set<String>> earlier();
}
