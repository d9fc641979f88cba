package mostao.gateway.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;
import mostao.ao.kafka.trace.TraceSettings;

/** Settings under {@code mostao.trace}. */
@ConfigMapping(prefix = "mostao.trace")
interface GatewayTraceSettings extends TraceSettings {
  /**
   * The collector, as {@code http://collector:4318}: spans of the way of items are sent there by
   * OTLP over HTTP. Without it there are none. Set the messenger and the services to the same.
   */
  @Override
  Optional<URI> endpoint();

  /** Spans that wait for the collector; further ones are dropped. */
  @Override
  @WithDefault("2048")
  int queue();

  /**
   * Share of the items that are recorded, with all that follows from them in every program: 0 for
   * none, 1 for all. What a client asks for in its own {@code traceparent} counts for nothing; its
   * trace is continued if the item is recorded.
   */
  @WithDefault("0.05")
  double ratio();

  /** Most items that are recorded in a second. */
  @WithDefault("20")
  int perSecond();
}
