package mostao.gateway.explorer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings under {@code mostao.explorer}. */
@ConfigMapping(prefix = "mostao.explorer")
public interface ExplorerSettings {
  /**
   * Whether the web page {@code /explorer} is served. It reads what any client may read, and totals
   * of the topics, which are otherwise on the management port. {@code ./mostao up} switches it on.
   */
  @WithDefault("false")
  boolean enabled();

  /** Latest evaluations that are remembered for the page, those of all processes together. */
  @WithDefault("500")
  int recent();

  /** Bytes of their records that are kept for it. */
  @WithDefault("4194304")
  long recentBytes();
}
