package mostao.gateway.units;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Settings under {@code mostao.units}. */
@ConfigMapping(prefix = "mostao.units")
public interface UnitSettings {
  /** {@code mostao.units.registry.url} */
  Registry registry();

  /** {@code mostao.units.handle.url} */
  Handle handle();

  /** {@code mostao.units.session.url} */
  Session session();

  /** How long connecting to a unit may take. */
  @WithDefault("2s")
  Duration connectTimeout();

  /** How long a unit's answer may take. */
  @WithDefault("10s")
  Duration timeout();

  /**
   * How long other replicas are asked when one has gone or can't answer; one is asked in any case,
   * and no more than that while none has answered anybody for so long.
   */
  @WithDefault("5s")
  Duration patience();

  /** Connections to each unit. */
  @WithDefault("64")
  int connections();

  /** Requests that may wait for a connection to a unit; further ones are answered with 503. */
  @WithDefault("2000")
  int queue();

  interface Registry {
    /** Where the registry-service answers reads. */
    @WithDefault("http://127.0.0.1:8101")
    URI url();
  }

  interface Handle {
    /** Where the handle-service answers reads. */
    @WithDefault("http://127.0.0.1:8102")
    URI url();
  }

  interface Session {
    /** Where the session-service answers reads. */
    @WithDefault("http://127.0.0.1:8103")
    URI url();
  }
}
