package mostao.gateway.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.disk}. */
@ConfigMapping(prefix = "mostao.disk")
public interface DiskSettings {
  /**
   * Bytes that must be free on the fullest disk of a broker. Below that, items from clients are
   * refused as {@code DiskFull} (503), so that messages between processes, and the broker itself,
   * have room; reads go on. 0: no limit.
   */
  @WithDefault("314572800")
  long free();

  /** How often the brokers are asked; their disks are not known for a while after the start. */
  @WithDefault("10s")
  Duration check();
}
