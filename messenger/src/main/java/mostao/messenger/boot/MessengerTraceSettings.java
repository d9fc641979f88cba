package mostao.messenger.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;
import mostao.ao.kafka.trace.TraceSettings;

/** Settings under {@code mostao.trace}. */
@ConfigMapping(prefix = "mostao.trace")
interface MessengerTraceSettings extends TraceSettings {
  /**
   * The collector, as {@code http://collector:4318}: spans are sent there by OTLP over HTTP, of the
   * messages that a gateway chose to record. Without it there are none.
   */
  @Override
  Optional<URI> endpoint();

  /** Spans that wait for the collector; further ones are dropped. */
  @Override
  @WithDefault("2048")
  int queue();
}
