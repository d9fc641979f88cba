package mostao.gateway.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import mostao.gateway.edge.connections.ConnectionLimiter;
import mostao.gateway.edge.limits.LimitSettings;
import mostao.gateway.edge.limits.RateLimits;
import mostao.gateway.edge.limits.TransferSettings;
import org.eclipse.microprofile.config.Config;

/** The beans that bound what one client may do. */
final class LimitWiring {
  @Produces
  @Singleton
  RateLimits rates(LimitSettings settings, MeterRegistry meters) {
    return new RateLimits(settings, meters);
  }

  @Produces
  @Singleton
  ConnectionLimiter limiter(
      LimitSettings limits, TransferSettings transfers, Config config, MeterRegistry meters) {
    return new ConnectionLimiter(
        limits, transfers, () -> config.getValue("quarkus.management.port", Integer.class), meters);
  }

  /** Connections that come in the first moment are not watched; the next ones are. */
  void listening(@ObservesAsync HttpServerStart started, ConnectionLimiter limiter, Vertx vertx) {
    limiter.guard(vertx);
  }
}
