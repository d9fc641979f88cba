package mostao.gateway.scheduler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** Settings under {@code mostao.scheduler}. */
@ConfigMapping(prefix = "mostao.scheduler")
public interface SchedulerSettings {
  /**
   * The scheduler's wallet (JWK, Ed25519), which signs assignments; the same for all gateways.
   * Created with mode 0600 if it is missing. Refused at start if others can read it, except a file
   * of root that a group of ours may read (a mounted Kubernetes Secret).
   */
  @WithDefault("scheduler.json")
  String keyFile();

  /**
   * Addresses of earlier scheduler keys: assignments they signed, and processes that name them,
   * stay valid. The address in the Registry's {@code Scheduler} tag always counts.
   */
  Optional<Set<String>> earlier();
}
